using System.Globalization;

namespace PermModule.Reporting;

/// <summary>Which profile holds which right.</summary>
internal sealed class HtmlMatrix(ReportModel report, HtmlPage page) : HtmlSection(report, page)
{
    /// <summary>How many profiles the matrix has columns for; a wider one nobody can read.</summary>
    private const int MaxColumns = 24;

    public override string Id => "rights";

    public override string Link => "Rights matrix";

    protected override void Content()
    {
        if (Report.Rights.Count == 0)
        {
            Html.Text("p", ReportText.NoRights);
            return;
        }

        Html.Text("p", $"\u25CF granted, \u25CB included by another right. {ReportText.Number(Report.RightsHeldByNone, "right", "rights")} of the catalogue that no profile holds {(Report.RightsHeldByNone == 1 ? "is" : "are")} left out.");
        Html.Text("p", "The table is on the page itself and is not printed.", ("class", "printed"));
        MatrixColumn[] columns = [.. Report.Profiles.OrderByDescending(profile => profile.Tier).ThenByDescending(profile => profile.Active).Take(MaxColumns).Select(profile => new MatrixColumn(profile))];
        using (Html.Start("div", ("class", "scroll matrix"), ("role", "region"), ("aria-label", "Rights of each profile"), ("tabindex", "0")))
        using (Html.Start("table"))
        {
            Html.Text("caption", "Rights of each profile");
            using (Html.Start("thead"))
            using (Html.Start("tr"))
            {
                Html.Text("th", "Right", ("scope", "col"));
                Html.Text("th", "Tier", ("scope", "col"));
                foreach (MatrixColumn column in columns)
                {
                    using (Html.Start("th", ("scope", "col")))
                    {
                        Html.Text("span", column.Name, ("dir", "auto"));
                    }
                }
            }

            foreach (IGrouping<string, ReportRight> solution in Report.Rights.GroupBy(right => right.Solution, StringComparer.Ordinal))
            {
                MatrixGroup(solution, columns);
            }
        }

        Page.LeftOut(Report.Profiles.Count - columns.Length, "profiles are in the JSON form of this report");
    }

    private void MatrixGroup(IGrouping<string, ReportRight> solution, MatrixColumn[] columns)
    {
        using (Html.Start("tbody"))
        {
            using (Html.Start("tr"))
            {
                Html.Text("th", solution.Key, ("scope", "rowgroup"), ("colspan", (columns.Length + 2).ToString(CultureInfo.InvariantCulture)));
            }

            foreach (ReportRight right in solution)
            {
                using (Html.Start("tr"))
                {
                    Html.Text("th", right.Name, ("scope", "row"), ("title", right.Key));
                    Html.Text("td", right.Tier.ToString());
                    foreach (MatrixColumn column in columns)
                    {
                        Html.Text("td", column.Sign(right.Key));
                    }
                }
            }
        }
    }
}
