namespace PermModule;

/// <summary>The seats of one tier, or of one profile, at one time.</summary>
public sealed record SeatHistoryPoint
{
    /// <summary>The time, UTC. What was changed at this very time is included.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The tier; of a profile the one it had at that time.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The profile that the point is about, by its present name, or null for a whole tier.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The seats in use.</summary>
    public required long Active { get; init; }

    /// <summary>The seats that the contract of that time had; null is unlimited. Always null for a profile: limits belong to tiers.</summary>
    public long? Limit { get; init; }

    /// <summary>The most seats that were in use since the interval began.</summary>
    public required long Highest { get; init; }

    /// <summary>The fewest seats that were in use since the interval began.</summary>
    public required long Lowest { get; init; }

    /// <summary>How full the tier was, by the contract of that time.</summary>
    public required SeatStatus Status { get; init; }

    /// <summary>The last points up to this one as a line of bars.</summary>
    public required string Trend { get; init; }

    /// <summary>The time, the tier or profile, and the seats in use.</summary>
    public override string ToString() => FormattableString.Invariant($"{UtcTime.ToText(UtcTime.ToStored(At))} {ProfileName ?? Tier.ToString()} {Active}");
}
