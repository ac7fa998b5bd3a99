namespace PermModule.Reporting;

/// <summary>The seats: a tile with the use of each tier.</summary>
internal sealed class HtmlSeats(ReportModel report, HtmlPage page) : HtmlSection(report, page)
{
    public override string Id => "seats";

    public override string Link => "Seats";

    protected override void Content()
    {
        string enforcement = Report.Contract.Enforcement == SeatEnforcement.Block
            ? "What would need more seats than the contract has is refused."
            : "The contract is not enforced: more seats than it has are a warning.";
        string warning = Report.Tiers.Any(tier => tier.Limit is not null) ? $" The mark in a bar is the warning level of {Report.Contract.WarningPercent} %." : "";
        string charts = Report.SeatHistory.Any(history => history.Days.Count > 1) ? " In a chart the line is the use so far, the dashed line with its band the forecast, and the dotted line the limit." : "";
        Html.Text("p", $"Every active user occupies one seat of the tier of the profile. {enforcement}{warning}{charts}", ("class", "note"));
        using (Html.Start("div", ("class", "tiers")))
        {
            foreach (SeatUsage tier in Report.Tiers)
            {
                Tier(tier);
            }
        }
    }

    /// <summary>A tile with the use of a tier. Without a limit there is nothing that a bar could fill.</summary>
    private void Tier(SeatUsage tier)
    {
        string name = tier.Tier.ToString();
        string figure = name.ToLowerInvariant();
        string state = tier.Status switch { SeatStatus.Ok => "good", SeatStatus.Over => "bad", _ => "warn" };
        using (Html.Start("div", ("class", tier.Limit is null ? "tier" : "tier " + state), ("data-tier", name)))
        {
            using (Html.Start("h3"))
            {
                Html.Text("span", name);
                Page.Badge(tier.Limit is null ? "info" : state, ReportText.Status(tier));
            }

            using (Html.Start("p"))
            {
                using (Html.Start("strong"))
                {
                    Page.Figure(tier.Active, figure + "-active");
                }

                Html.Text(tier.Limit is { } limit ? $" of {ReportText.Number(limit, "seat", "seats")}" : " seats in use, " + ReportText.NoLimit);
            }

            if (tier.Limit is { } seats)
            {
                double scale = 100d / Math.Max(1, Math.Max(seats, tier.Active));
                Page.Bar(
                    "seats",
                    $"{name}: {ReportText.Number(tier.Active)} of {ReportText.Number(seats, "seat", "seats")} in use",
                    [(figure, Math.Min(tier.Active, seats) * scale), ("beyond", Math.Max(0, tier.Active - seats) * scale)],
                    mark: seats == 0 ? null : Report.Contract.WarningPercent / 100d * seats * scale);
            }

            TierTrend(tier);
            using (Html.Start("p", ("class", "note")))
            {
                Html.Text(ReportText.Room(tier) + " ");
                Page.Figure(tier.Inactive, figure + "-inactive");
                Html.Text(tier.Inactive == 1 ? " inactive user occupies none." : " inactive users occupy none.");
            }

            new HtmlSeatHistory(Report.SeatHistory.First(history => history.Tier == tier.Tier), Html).Write();
        }
    }

    /// <summary>How the use of a tier moved since the earlier report or lately, and what its seats cost.</summary>
    private void TierTrend(SeatUsage tier)
    {
        ReportSeatHistory history = Report.SeatHistory.First(known => known.Tier == tier.Tier);
        ReportTierMovement? movement = Report.Comparison?.Tiers.First(moved => moved.Tier == tier.Tier);
        ReportSeatDay? earlier = history.Days.Count > 1 ? SummaryWriter.Earlier(history, Report.GeneratedAt.AddDays(-SummaryWriter.LatelyDays)) : null;
        (long Change, DateTimeOffset Since)? trend = movement is not null ? (movement.Change, Report.Comparison!.EarlierAt) : earlier is not null ? (tier.Active - earlier.Active, earlier.At) : null;
        decimal? price = Report.Contract.PricePerSeat.Of(tier.Tier);
        if (trend is var (change, since))
        {
            using (Html.Start("p"))
            {
                Page.Moved(change, isJudged: false);
                Html.Text($" since {ReportText.Date(since)}");
            }
        }

        if (price is { } each)
        {
            Html.Text("p", $"{ReportText.Number(tier.Active)} \u00D7 {ReportText.Money(each, Report.Contract.Currency)} = {ReportText.Money(tier.Active * each, Report.Contract.Currency)}");
        }
    }
}
