namespace PermModule;

/// <summary>Which points of the seat history are wanted; what is null does not matter.</summary>
public sealed record SeatHistoryFilter
{
    /// <summary>Points at this time or later; without it from the creation of the store on.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Points earlier than this time; without it up to the present, which is the last point.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>How far the points are apart.</summary>
    public SeatInterval Interval { get; init; } = SeatInterval.Day;

    /// <summary>The tiers; of profiles those that have one of them at the time of the point.</summary>
    public IReadOnlyList<Tier>? Tiers { get; init; }

    /// <summary>Profiles by name or wildcard or as they were read, each with its own points instead of those of the tiers.</summary>
    public IReadOnlyList<ProfileReference>? Profiles { get; init; }
}
