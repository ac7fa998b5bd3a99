using System.Globalization;

namespace PermModule.Reporting;

/// <content>The rights of each profile.</content>
internal sealed partial class HtmlReport
{
    private void Matrix()
    {
        using (Section("rights", "Rights matrix"))
        {
            if (_report.Rights.Count == 0)
            {
                _html.Text("p", "No profile holds a right.");
                return;
            }

            _html.Text("p", $"\u25CF granted, \u25CB included by another right. {ReportText.Number(_report.RightsHeldByNone, "right", "rights")} of the catalogue that no profile holds {(_report.RightsHeldByNone == 1 ? "is" : "are")} left out.");
            MatrixColumn[] columns = [.. _report.Profiles.OrderByDescending(profile => profile.Tier).ThenByDescending(profile => profile.Active).Take(MaxColumns).Select(profile => new MatrixColumn(profile))];
            using (_html.Start("div", ("class", "scroll matrix"), ("role", "region"), ("aria-label", "Rights of each profile"), ("tabindex", "0")))
            using (_html.Start("table"))
            {
                _html.Text("caption", "Rights of each profile");
                using (_html.Start("thead"))
                using (_html.Start("tr"))
                {
                    _html.Text("th", "Right", ("scope", "col"));
                    _html.Text("th", "Tier", ("scope", "col"));
                    foreach (MatrixColumn column in columns)
                    {
                        using (_html.Start("th", ("scope", "col")))
                        {
                            _html.Text("span", column.Name, ("dir", "auto"));
                        }
                    }
                }

                foreach (IGrouping<string, ReportRight> solution in _report.Rights.GroupBy(right => right.Solution, StringComparer.Ordinal))
                {
                    MatrixGroup(solution, columns);
                }
            }

            LeftOut(_report.Profiles.Count - columns.Length, "profiles are in the JSON form of this report");
        }
    }

    private void MatrixGroup(IGrouping<string, ReportRight> solution, MatrixColumn[] columns)
    {
        using (_html.Start("tbody"))
        {
            using (_html.Start("tr"))
            {
                _html.Text("th", solution.Key, ("scope", "rowgroup"), ("colspan", (columns.Length + 2).ToString(CultureInfo.InvariantCulture)));
            }

            foreach (ReportRight right in solution)
            {
                using (_html.Start("tr"))
                {
                    _html.Text("th", right.Name, ("scope", "row"), ("title", right.Key));
                    _html.Text("td", right.Tier.ToString());
                    foreach (MatrixColumn column in columns)
                    {
                        _html.Text("td", column.Sign(right.Key));
                    }
                }
            }
        }
    }
}
