using System.Globalization;

namespace PermModule.Reporting;

/// <summary>Says in sentences what a report comes to: what changed, what needs a decision, and what is most worth doing.</summary>
/// <param name="report">The report.</param>
/// <param name="options">What counts as long.</param>
/// <param name="candidates">What could be done to save seats.</param>
internal sealed class SummaryWriter(ReportModel report, ReportOptions options, IReadOnlyList<SeatSaving> candidates)
{
    /// <summary>How far back the use is compared where there is no earlier report.</summary>
    public const int LatelyDays = 30;

    private const int MaxActions = 3;

    private const int MaxDecisions = 6;

    /// <summary>A forecast further ahead needs no decision yet.</summary>
    private const int SoonDays = 120;

    public ReportSummary Write() => new()
    {
        Changes = [.. Changes()],
        Decisions = [.. Decisions().Take(MaxDecisions)],
        Actions = [.. SeatActions().Concat(OtherActions()).Take(MaxActions)],
        Cost = Prices.All(price => price is null) ? null : report.Tiers.Sum(tier => tier.Active * (report.Contract.PricePerSeat.Of(tier.Tier) ?? 0)),
    };

    private IEnumerable<decimal?> Prices => report.Tiers.Select(tier => report.Contract.PricePerSeat.Of(tier.Tier));

    private IEnumerable<string> Changes()
    {
        yield return Seats();
        if (report.Comparison is { } comparison)
        {
            foreach (ReportTierMovement tier in comparison.Tiers.Where(tier => tier.LimitBefore != tier.LimitAfter))
            {
                yield return $"The limit of {tier.Tier} seats is {ReportText.Limit(tier.LimitAfter)} instead of {ReportText.Limit(tier.LimitBefore)}.";
            }

            foreach (string profiles in Profiles(comparison))
            {
                yield return profiles;
            }

            long more = comparison.Rules.Sum(rule => Math.Max(0, rule.Change));
            long fewer = comparison.Rules.Sum(rule => Math.Max(0, -rule.Change));
            if (more + fewer > 0)
            {
                yield return (more, fewer) switch
                {
                    (_, 0) => $"There {(more == 1 ? "is" : "are")} {ReportText.Number(more, "finding", "findings")} more than then.",
                    (0, _) => $"There {(fewer == 1 ? "is" : "are")} {ReportText.Number(fewer, "finding", "findings")} fewer than then.",
                    _ => $"{ReportText.Number(more, "finding", "findings")} came and {ReportText.Number(fewer)} went since then.",
                };
            }
        }

        if (report.Privileges is { Count: > 0 } privileges)
        {
            ReportPrivilegedChange last = privileges.Changes[0];
            yield return $"Privileged rights were changed {(privileges.Count == 1 ? "once" : $"{ReportText.Number(privileges.Count)} times")} in {privileges.Days} days. On {ReportText.Date(last.At)} {last.Actor} {last.Text}.";
        }
    }

    /// <summary>How the seats in use moved since the earlier report, or lately; or that nothing is known of earlier.</summary>
    private string Seats()
    {
        (Tier Tier, long Before, long Now)[] tiers;
        string since;
        if (report.Comparison is { } comparison)
        {
            tiers = [.. comparison.Tiers.Select(tier => (tier.Tier, tier.ActiveBefore, tier.ActiveAfter))];
            since = $"Since the report of {ReportText.Date(comparison.EarlierAt)}{(comparison.IsSameStore ? "" : ", which is of another store")}";
        }
        else
        {
            DateTimeOffset from = report.GeneratedAt.AddDays(-LatelyDays);
            if (report.SeatHistory.Any(history => history.Days.Count < 2))
            {
                return $"The store has no day before {ReportText.Date(report.GeneratedAt)}, so there is nothing to compare its seats with yet.";
            }

            tiers = [.. report.SeatHistory.Select(history => (history.Tier, Before: Earlier(history, from).Active, Now: history.Days[^1].Active))];
            since = $"Since {ReportText.Date(Earlier(report.SeatHistory[0], from).At)}";
        }

        string[] moved = [.. tiers.Where(tier => tier.Before != tier.Now).Select(tier => $"{tier.Tier} seats in use went from {ReportText.Number(tier.Before)} to {ReportText.Number(tier.Now)}")];
        return moved.Length == 0 ? $"{since}, the number of seats in use did not change." : $"{since}, {And(moved)}.";
    }

    /// <summary>The use of a tier at the begin of a span that ends now.</summary>
    public static ReportSeatDay Earlier(ReportSeatHistory history, DateTimeOffset from) => history.Days.LastOrDefault(day => day.At <= from) ?? history.Days[0];

    private static IEnumerable<string> Profiles(ReportComparison comparison)
    {
        string[] come = [.. comparison.Profiles.Where(profile => profile.TierBefore is null).Select(profile => $"'{profile.Name}'")];
        string[] gone = [.. comparison.Profiles.Where(profile => profile.TierAfter is null).Select(profile => $"'{profile.Name}'")];
        if (come.Length > 0)
        {
            yield return $"New profiles: {Some(come)}.";
        }

        if (gone.Length > 0)
        {
            yield return $"Profiles that are gone: {Some(gone)}.";
        }

        string[] retiered = [.. comparison.Profiles.Where(profile => profile.TierBefore is { } before && profile.TierAfter is { } after && before != after).Select(profile => $"'{profile.Name}' is {profile.TierAfter} instead of {profile.TierBefore}")];
        if (retiered.Length > 0)
        {
            yield return $"{Some(retiered)}.";
        }
    }

    private IEnumerable<string> Decisions()
    {
        foreach (SeatUsage tier in report.Tiers.Where(tier => tier.Status == SeatStatus.Over))
        {
            long over = tier.Active - tier.Limit!.Value;
            string cost = report.Contract.PricePerSeat.Of(tier.Tier) is { } price ? $" That is {ReportText.Money(over * price, report.Contract.Currency)} at the price of the contract." : "";
            yield return $"{ReportText.Number(tier.Active)} {tier.Tier} seats are in use and the contract has {ReportText.Number(tier.Limit.Value)}. Free {ReportText.Number(over)} or buy them.{cost}";
        }

        foreach (SeatUsage tier in report.Tiers.Where(tier => tier.Status == SeatStatus.Full))
        {
            yield return $"All {ReportText.Number(tier.Active)} {tier.Tier} seats are in use. The next user who needs one {(report.Contract.Enforcement == SeatEnforcement.Block ? "is refused" : "goes over the contract")}.";
        }

        foreach (ReportFindingGroup group in Groups(FindingSeverity.Error).Where(group => group.Rule.RuleName != "SeatLimitExceeded").Select(group => group.Group))
        {
            yield return FindingSentences.Tell(group);
        }

        foreach (ReportSeatHistory history in report.SeatHistory)
        {
            SeatUsage tier = report.Tiers.First(usage => usage.Tier == history.Tier);
            if (tier.Status is SeatStatus.Ok or SeatStatus.Warning && history.Forecast.RunsOutOn is { } day && (day - report.GeneratedAt).TotalDays <= SoonDays)
            {
                yield return $"{ReportText.Number(tier.Available ?? 0)} of {ReportText.Number(tier.Limit ?? 0)} {tier.Tier} seats are free, and they run out about {ReportText.Date(day)}.";
            }
            else if (tier.Status == SeatStatus.Warning)
            {
                yield return $"{ReportText.Number(tier.Available ?? 0)} of {ReportText.Number(tier.Limit ?? 0)} {tier.Tier} seats are free.";
            }
        }

        if (report.WaitingRoom is { Stale: > 0, OldestAt: { } oldest } waiting)
        {
            yield return $"{ReportText.Number(waiting.Stale, "request has", "requests have")} waited for {ReportText.Number(waiting.PendingForDays, "day", "days")} or longer; the oldest is {ReportText.Days(oldest, report.GeneratedAt)} old.";
        }

        foreach ((ReportRule rule, ReportFindingGroup group) in Groups(FindingSeverity.Warning))
        {
            if (rule.Category is not (AuditCategory.Seats or AuditCategory.WaitingRoom) || rule.RuleName == "AuditorMissing")
            {
                yield return FindingSentences.Tell(group);
            }
        }
    }

    private IEnumerable<(ReportRule Rule, ReportFindingGroup Group)> Groups(FindingSeverity severity) =>
        report.Findings.Rules.Where(rule => rule.Severity == severity).SelectMany(rule => rule.Groups.Select(group => (rule, group)));

    /// <summary>What saves seats: first where seats are short, then what is worth most, then what frees most.</summary>
    private IEnumerable<ReportAction> SeatActions() =>
        from saving in candidates
        let tier = report.Tiers.First(usage => usage.Tier == saving.Tier)
        let price = report.Contract.PricePerSeat.Of(saving.Tier)
        let worth = saving.Seats * (price - (saving.TierAfter is { } after ? report.Contract.PricePerSeat.Of(after) : 0))
        where worth is null or > 0
        orderby tier.Status is SeatStatus.Over or SeatStatus.Full descending, worth ?? 0 descending, tier.Limit is not null descending, saving.Tier descending, saving.Seats descending
        select new ReportAction(saving.Text, Step(saving.Step), saving.Tier, saving.Seats, worth);

    private IEnumerable<ReportAction> OtherActions() => Groups(FindingSeverity.Error).Concat(Groups(FindingSeverity.Warning))
        .Where(group => group.Rule.Category != AuditCategory.Seats)
        .DistinctBy(group => group.Rule.RuleName, StringComparer.Ordinal)
        .Select(group => new ReportAction(
            $"{FindingSentences.Tell(group.Group)} {group.Rule.Recommendation}",
            group.Rule.Count == 1 ? group.Rule.Findings[0].Recommendation : Step(new RecommendedStep { Kind = RecommendedStepKind.ListFindings, Rule = group.Rule.RuleName }),
            Tier: null,
            SeatsFreed: 0,
            Worth: null));

    private string Step(RecommendedStep step) => options.WriteStep?.Invoke(step) ?? step.ToString();

    private static string Some(string[] items) => items.Length <= 3
        ? And(items)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", items.Take(3))} and {items.Length - 3} more");

    private static string And(string[] items) => items.Length < 2 ? string.Concat(items) : $"{string.Join(", ", items[..^1])} and {items[^1]}";
}
