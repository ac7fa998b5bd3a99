namespace PermModule.Reporting;

/// <summary>Who runs the portal, and where nobody does.</summary>
internal sealed class HtmlCoverage(ReportModel report, HtmlPage page) : HtmlSection(report, page)
{
    public override string Id => "coverage";

    public override string Link => "Roles";

    protected override void Content()
    {
        ReportCoverage coverage = Report.Coverage;
        using (Html.Start("p"))
        {
            Page.Badge(coverage.PortalOwners switch { 0 => "bad", 1 => "warn", _ => "good" }, coverage.PortalOwners switch { 0 => "Missing", 1 => "Only one", _ => "OK" });
            Html.Text($" {ReportText.Owners(coverage)} {ReportText.Number(coverage.Champions, "active champion looks", "active champions look")} after departments and locations.");
        }

        using (Html.Start("div", ("class", "pair")))
        {
            Places("Departments", "department", coverage.Departments, coverage.DepartmentsLeftOut);
            Places("Locations", "location", coverage.Locations, coverage.LocationsLeftOut);
        }
    }

    private void Places(string heading, string one, IReadOnlyList<ReportPlace> places, int leftOut)
    {
        string many = one + "s";
        using (Html.Start("div"))
        {
            Html.Text("h3", heading);
            Html.Text("p", ReportText.Covered(places, leftOut, one, many));
            if (places.Count == 0)
            {
                return;
            }

            Page.Table("Champions by " + one, [heading[..^1], "Coverage", "Active users", "Champions"], places, place =>
            {
                Page.RowHead(place.Name);
                using (Html.Start("td"))
                {
                    Page.Badge(place.Champions > 0 ? "good" : "warn", place.Champions > 0 ? "Covered" : "No champion");
                }

                Page.Number(place.ActiveUsers);
                Page.Number(place.Champions);
            }, firstNumber: 2);
            Page.LeftOut(leftOut, many);
        }
    }
}
