namespace PermModule.Reporting;

/// <summary>The profiles and their users.</summary>
internal sealed class HtmlProfiles(ReportModel report, HtmlPage page) : HtmlSection(report, page)
{
    public const int MaxProfiles = 60;

    public override string Id => "profiles";

    public override string Link => "Profiles";

    protected override void Content()
    {
        long most = Math.Max(1, Report.Profiles.Select(profile => profile.Total).DefaultIfEmpty().Max());
        ReportProfile[] shown = [.. Report.Profiles.OrderByDescending(profile => profile.Tier).ThenByDescending(profile => profile.Active).Take(MaxProfiles)];
        Page.Table("Users of each profile", ["Profile", "Tier", "Active and inactive users", "Active", "Inactive", "All"], shown, profile => ProfileRow(profile, most), firstNumber: 3, profile => [("data-profile", profile.Name)]);
        Page.LeftOut(Report.Profiles.Count - shown.Length, "profiles with fewer users are in the JSON form of this report");
    }

    private void ProfileRow(ReportProfile profile, long most)
    {
        using (Html.Start("th", ("scope", "row")))
        {
            Html.Name(profile.Name);
            if (profile.IsDefault)
            {
                Html.Text(" ");
                Page.Badge("info", "default");
            }
        }

        Html.Text("td", profile.Tier.ToString());
        using (Html.Start("td", ("class", "chart")))
        {
            Page.Bar(
                "bar",
                $"{ReportText.Number(profile.Active)} active, {ReportText.Number(profile.Inactive)} inactive",
                [(profile.Tier.ToString().ToLowerInvariant(), 100d * profile.Active / most), ("idle", 100d * profile.Inactive / most)]);
        }

        Page.Number(profile.Active, "profile-active");
        Page.Number(profile.Inactive, "profile-inactive");
        Page.Number(profile.Total);
    }
}
