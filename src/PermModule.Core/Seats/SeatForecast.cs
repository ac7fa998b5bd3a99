namespace PermModule;

/// <summary>When the seats of a tier run out if they go on as they did. Every day is UTC.</summary>
public sealed record SeatForecast
{
    /// <summary>The tier.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The day at which the last free seat is likely to be taken; null if that is not within the horizon, or nothing can be said.</summary>
    public DateTimeOffset? RunsOutOn { get; init; }

    /// <summary>The first day of the band; null if even that is beyond the horizon.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>The last day of the band; null if it is beyond the horizon, or never.</summary>
    public DateTimeOffset? Latest { get; init; }

    /// <summary>By how many seats the use grows in a week; negative where it shrinks, null if there is not enough history.</summary>
    public double? PerWeek { get; init; }

    /// <summary>What the forecast was made from, or why there is none.</summary>
    public required string Basis { get; init; }

    /// <summary>True if there is enough history for a forecast.</summary>
    public required bool Enough { get; init; }

    /// <summary>The tier and the day.</summary>
    public override string ToString() => $"{Tier} {(RunsOutOn is { } day ? UtcTime.ToText(UtcTime.ToStored(day))[..10] : Basis)}";
}
