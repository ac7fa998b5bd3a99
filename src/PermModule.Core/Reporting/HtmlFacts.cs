namespace PermModule.Reporting;

/// <summary>The main figures.</summary>
internal sealed class HtmlFacts(ReportModel report, HtmlPage page)
{
    private HtmlWriter Html => page.Html;

    public void Write()
    {
        using (Html.Start("dl", ("class", "facts")))
        {
            long? before = report.Comparison?.Tiers.Sum(tier => tier.ActiveBefore);
            Fact("Active users", report.Store.ActiveUsers, "active-users", "", before is { } then ? (report.Store.ActiveUsers - then, false) : null, () =>
            {
                Html.Text("of ");
                page.Figure(report.Store.Users, "users");
            });
            if (report.Summary.Cost is { } cost)
            {
                using (Html.Start("div"))
                {
                    Html.Text("dt", "Cost of seats in use");
                    Html.Text("dd", ReportText.Money(cost, currency: null));
                    if (report.Contract.Currency is { } currency)
                    {
                        Html.Text("dd", currency, ("class", "note"));
                    }

                    string[] unpriced = [.. report.Tiers.Where(tier => tier.Active > 0 && report.Contract.PricePerSeat.Of(tier.Tier) is null).Select(tier => tier.Tier.ToString())];
                    if (unpriced.Length > 0)
                    {
                        Html.Text("dd", $"{string.Join(" and ", unpriced)} seats have no price and are not counted", ("class", "note"));
                    }
                }
            }

            Fact("Waiting requests", report.Store.PendingRequests, "pending", report.WaitingRoom.Stale > 0 ? "warn" : "good", change: null, () => Html.Text(report.WaitingRoom.Stale > 0 ? $"{ReportText.Number(report.WaitingRoom.Stale)} for long" : "none for long"));
            Fact("Errors", report.Findings.Errors, "errors", report.Findings.Errors > 0 ? "bad" : "good", Trend(FindingSeverity.Error), () => Html.Text("need action"));
            Fact("Warnings", report.Findings.Warnings, "warnings", report.Findings.Warnings > 0 ? "warn" : "good", Trend(FindingSeverity.Warning), () => Html.Text("need a look"));
        }
    }

    /// <summary>How many more findings of a severity there are than in the earlier report; null where there is none.</summary>
    private (long Change, bool IsJudged)? Trend(FindingSeverity severity) => report.Comparison is { } comparison
        ? (comparison.Rules.Where(rule => FindingRule.All.Any(known => known.Description.Name == rule.RuleName && known.Description.Severity == severity)).Sum(rule => rule.Change), true)
        : null;

    private void Fact(string name, long value, string figure, string state, (long Change, bool IsJudged)? change, Action note)
    {
        using (Html.Start("div", state.Length == 0 ? [] : [("class", state)]))
        {
            Html.Text("dt", name);
            using (Html.Start("dd"))
            {
                page.Figure(value, figure);
            }

            using (Html.Start("dd", ("class", "note")))
            {
                note();
                if (change is var (moved, isJudged))
                {
                    Html.Text(", ");
                    page.Moved(moved, isJudged);
                }
            }
        }
    }
}
