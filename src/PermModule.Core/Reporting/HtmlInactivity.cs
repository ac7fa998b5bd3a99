namespace PermModule.Reporting;

/// <summary>People who do not use the portal.</summary>
internal sealed class HtmlInactivity(ReportModel report, HtmlPage page) : HtmlSection(report, page)
{
    public override string Id => "inactivity";

    public override string Link => "Inactive people";

    protected override void Content()
    {
        ReportInactivity inactivity = Report.Inactivity;
        using (Html.Start("p"))
        {
            Page.Figure(inactivity.NotSeen, "not-seen");
            Html.Text(inactivity.NotSeen == 1 ? " active user was" : " active users were");
            Html.Text($" not seen for {ReportText.Number(inactivity.NotSeenForDays, "day", "days")} or longer, ");
            Page.Figure(inactivity.NeverSignedIn, "never-signed-in");
            Html.Text(" never signed in on an account that old. ");
            Page.Figure(inactivity.Deactivated, "deactivated");
            Html.Text(inactivity.Deactivated == 1 ? " user is deactivated and occupies no seat." : " users are deactivated and occupy no seat.");
        }

        if (inactivity.Profiles.Count == 0)
        {
            return;
        }

        using (Html.Start("div", ("class", "pair")))
        {
            Idle("Profile", inactivity.Profiles, inactivity.ProfilesLeftOut);
            Idle("Department", inactivity.Departments, inactivity.DepartmentsLeftOut);
        }

        if (inactivity.LongestNotSeen.Count == 0)
        {
            return;
        }

        Html.Text("h3", "Not seen for the longest time");
        Page.Table("Active users not seen for the longest time", ["Name", "User name", "Profile", "Department", "Last signed in"], inactivity.LongestNotSeen, person =>
        {
            Page.RowHead(person.DisplayName);
            Cell(person.UserName);
            Cell(person.ProfileName);
            Cell(person.Department ?? "");
            Page.NumberText(ReportText.Date(person.LastLoginAt));
        }, firstNumber: 4);
        Page.LeftOut(inactivity.NotSeen - inactivity.LongestNotSeen.Count, "active users were not seen", new RecommendedStep { Kind = RecommendedStepKind.ListUnseenUsers, Days = inactivity.NotSeenForDays });
    }

    private void Idle(string what, IReadOnlyList<ReportIdle> idle, int leftOut)
    {
        using (Html.Start("div"))
        {
            Html.Text("h3", $"By {what.ToLowerInvariant()}");
            Page.Table($"Unused seats by {what.ToLowerInvariant()}", [what, "Share of its seats", "Not seen", "Never", "Active"], idle, row =>
            {
                Page.RowHead(row.Name ?? ReportText.NoName);
                using (Html.Start("td", ("class", "chart")))
                {
                    double share = ReportText.Share(row.Idle, row.Active);
                    Page.Bar("bar", $"{ReportText.Percent(share)} unused", [("plain", share)]);
                }

                Page.Number(row.NotSeen);
                Page.Number(row.NeverSignedIn);
                Page.Number(row.Active);
            }, firstNumber: 2);
            Page.LeftOut(leftOut, $"{what.ToLowerInvariant()}s with unused seats");
        }
    }

    private void Cell(string name)
    {
        using (Html.Start("td", ("class", "text")))
        {
            Html.Name(name);
        }
    }
}
