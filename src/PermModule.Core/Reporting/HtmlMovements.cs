namespace PermModule.Reporting;

/// <summary>What moved since an earlier report.</summary>
internal sealed class HtmlMovements(ReportModel report, ReportComparison comparison, HtmlPage page) : HtmlSection(report, page)
{
    public override string Id => "movements";

    public override string Link => "Movements";

    protected override string Heading => "Movements since the earlier report";

    protected override void Content()
    {
        using (Html.Start("p"))
        {
            Html.Text("Compared with the report of ");
            Page.Time(comparison.EarlierAt);
            Html.Text($", {ReportText.Days(comparison.EarlierAt, Report.GeneratedAt)} earlier.");
        }

        if (!comparison.IsSameStore)
        {
            using (Html.Start("p"))
            {
                Page.Badge("warn", "Another store");
                Html.Text(" The earlier report is of another store, so differences may mean nothing.");
            }
        }

        Page.Table("Seats then and now", ["Tier", "In use then", "In use now", "Change", "Limit then", "Limit now"], comparison.Tiers, tier =>
        {
            Html.Text("th", tier.Tier.ToString(), ("scope", "row"));
            Page.Number(tier.ActiveBefore);
            Page.Number(tier.ActiveAfter);
            Page.Change(tier.Change);
            Page.NumberText(ReportText.Limit(tier.LimitBefore));
            Page.NumberText(ReportText.Limit(tier.LimitAfter));
        });
        using (Html.Start("div", ("class", "pair")))
        {
            using (Html.Start("div"))
            {
                ProfileMovements();
            }

            using (Html.Start("div"))
            {
                RuleMovements();
            }
        }
    }

    private void ProfileMovements()
    {
        Html.Text("h3", "Profiles");
        if (comparison.Profiles.Count == 0)
        {
            Html.Text("p", "No profile changed its tier or number of active users.");
            return;
        }

        Page.Table("Profiles that moved", ["Profile", "Tier", "Then", "Now", "Change"], comparison.Profiles.Take(HtmlProfiles.MaxProfiles), profile =>
        {
            Page.RowHead(profile.Name);
            Html.Text("td", Tiers(profile));
            Page.NumberText(profile.ActiveBefore is { } before ? ReportText.Number(before) : "new");
            Page.NumberText(profile.ActiveAfter is { } after ? ReportText.Number(after) : "gone");
            Page.Change((profile.ActiveAfter ?? 0) - (profile.ActiveBefore ?? 0));
        }, firstNumber: 2);
        Page.LeftOut(comparison.Profiles.Count - HtmlProfiles.MaxProfiles, "profiles that moved are in the JSON form of this report");
    }

    private static string Tiers(ReportProfileMovement profile) => profile.TierBefore == profile.TierAfter || profile.TierBefore is null || profile.TierAfter is null
        ? (profile.TierAfter ?? profile.TierBefore).ToString()!
        : $"{profile.TierBefore} \u2192 {profile.TierAfter}";

    private void RuleMovements()
    {
        Html.Text("h3", "Findings");
        if (comparison.Rules.Count == 0)
        {
            Html.Text("p", "Every rule finds as much as in the earlier report.");
            return;
        }

        Page.Table("Rules whose findings changed", ["Rule", "Then", "Now", "Change"], comparison.Rules, rule =>
        {
            Html.Text("th", rule.RuleName, ("scope", "row"));
            Page.Number(rule.CountBefore);
            Page.Number(rule.CountAfter);
            Page.Change(rule.Change, isJudged: true);
        });
    }
}
