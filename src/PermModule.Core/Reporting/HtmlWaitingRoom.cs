namespace PermModule.Reporting;

/// <summary>What waits for an auditor.</summary>
internal sealed class HtmlWaitingRoom(ReportModel report, HtmlPage page) : HtmlSection(report, page)
{
    public override string Id => "waiting-room";

    public override string Link => "Waiting room";

    protected override void Content()
    {
        ReportBacklog backlog = Report.WaitingRoom;
        if (backlog.OldestAt is not { } oldest)
        {
            Html.Text("p", ReportText.NothingWaits);
            return;
        }

        using (Html.Start("p"))
        {
            Page.Badge(backlog.Stale > 0 ? "warn" : "good", backlog.Stale > 0 ? $"{ReportText.Number(backlog.Stale)} stale" : "OK");
            Html.Text($" {ReportText.Number(Report.Store.PendingRequests, "request waits", "requests wait")} for an auditor, {ReportText.Number(backlog.Stale)} of them for {ReportText.Number(backlog.PendingForDays, "day", "days")} or longer. The oldest is {ReportText.Days(oldest, Report.GeneratedAt)} old.");
        }

        long[] byAge = [.. backlog.Ages.Select((_, age) => backlog.Kinds.Sum(kind => kind.Counts[age]))];
        long most = Math.Max(1, byAge.Max());
        Page.Table("Waiting requests by age", ["Age", "Requests", .. backlog.Kinds.Select(kind => kind.Kind.ToString()), "All"], Enumerable.Range(0, byAge.Length), age =>
        {
            Html.Text("th", backlog.Ages[age], ("scope", "row"));
            using (Html.Start("td", ("class", "chart")))
            {
                Page.Bar("bar", ReportText.Number(byAge[age], "request", "requests"), [("plain", 100d * byAge[age] / most)]);
            }

            foreach (ReportBacklogKind kind in backlog.Kinds)
            {
                Page.Number(kind.Counts[age]);
            }

            Page.Number(byAge[age]);
        }, firstNumber: 2);
    }
}
