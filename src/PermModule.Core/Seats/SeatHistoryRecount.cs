using System.Globalization;

namespace PermModule;

/// <summary>Compares the history that is kept with what the trail and the counters say.</summary>
internal static class SeatHistoryRecount
{
    private static readonly Tier[] Tiers = [Tier.Heavy, Tier.Regular, Tier.Light];

    /// <summary>What differs, a phrase each.</summary>
    public static IEnumerable<string> Problems(StoreSession session, SeatReplay replay)
    {
        SeatHours kept = new(session);
        long until = replay.Stopped is { } stopped ? SeatHour.EndOf(UtcTime.ToStored(stopped.At)) - 1 : long.MaxValue;
        IReadOnlyList<SeatHour> hours = kept.Between(0, until);
        foreach (Tier tier in Tiers)
        {
            foreach (string problem in Compare($"{tier} seats", Series(hours, tier), Series([.. replay.Hours.Where(hour => hour.Hour <= until)], tier), SeatHour.None.WarningPercent))
            {
                yield return problem;
            }
        }

        PermissionSnapshot snapshot = session.Snapshot();
        if (replay.Stopped is null)
        {
            foreach (ProfileEntry profile in snapshot.Profiles)
            {
                IReadOnlyList<SeatProfileHour> recounted = replay.Profiles.GetValueOrDefault(profile.NameKey, []);
                foreach (string problem in Compare($"profile '{profile.Name}'", Series(kept.Between(profile.Id, 0, long.MaxValue)), Series(recounted), recounted.Count > 0 ? (int)recounted[0].Tier : 0))
                {
                    yield return problem;
                }
            }
        }

        SeatLedger ledger = SeatLedger.Load(session);
        SeatHour newest = kept.Newest(long.MaxValue) ?? SeatHour.None;
        foreach (Tier tier in Tiers)
        {
            if (newest.Of(tier).Active != ledger.Used(tier) || newest.Limit(tier) != ledger.Contract.Limit(tier))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"the history ends with {newest.Of(tier).Active} {tier} seats in use, but {ledger.Used(tier)} are");
            }
        }
    }

    private static List<Sample> Series(IReadOnlyList<SeatHour> hours, Tier tier) =>
        [.. hours.Select(hour => new Sample(hour.Hour, hour.Of(tier), hour.Limit(tier), hour.WarningPercent))];

    private static List<Sample> Series(IReadOnlyList<SeatProfileHour> hours) =>
        [.. hours.Select(hour => new Sample(hour.Hour, hour.Active, Limit: null, (int)hour.Tier))];

    /// <summary>Compares two series hour by hour. An hour without a row is as the one before ended.</summary>
    private static IEnumerable<string> Compare(string what, List<Sample> kept, List<Sample> recounted, int first)
    {
        Sample before = new(0, default, Limit: null, first);
        Sample other = before;
        foreach ((Sample? left, Sample? right) in Pairs(kept, recounted))
        {
            Sample now = left ?? Still(before, right!.Value.Hour);
            Sample then = right ?? Still(other, left!.Value.Hour);
            if (Of(now, before) != Of(then, other))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{what} in the hour to {UtcTime.ToText(now.Hour)} are kept as {Of(now, before)} but the trail says {Of(then, other)}");
                yield break;
            }

            (before, other) = (now, then);
        }
    }

    private static Sample Still(Sample sample, long hour) => sample with { Hour = hour, Span = new SeatSpan(sample.Span.Active, Highest: null, Lowest: null) };

    private static string Of(Sample sample, Sample before) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.Span.Active} ({sample.Span.Least(before.Span.Active)} to {sample.Span.Most(before.Span.Active)}, limit {sample.Limit?.ToString(CultureInfo.InvariantCulture) ?? "none"}, {sample.Other})");

    private static IEnumerable<(Sample? Kept, Sample? Recounted)> Pairs(List<Sample> kept, List<Sample> recounted)
    {
        int i = 0;
        int j = 0;
        while (i < kept.Count || j < recounted.Count)
        {
            long left = i < kept.Count ? kept[i].Hour : long.MaxValue;
            long right = j < recounted.Count ? recounted[j].Hour : long.MaxValue;
            yield return (left <= right ? kept[i++] : null, right <= left ? recounted[j++] : null);
        }
    }

    /// <summary>One hour of a series; the other figure is the warning percentage of a tier, or the tier of a profile.</summary>
    private readonly record struct Sample(long Hour, SeatSpan Span, long? Limit, int Other);
}
