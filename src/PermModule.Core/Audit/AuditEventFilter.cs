namespace PermModule;

/// <summary>Which events are wanted; what is null does not matter.</summary>
public sealed record AuditEventFilter
{
    /// <summary>Events of this time or later.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Events earlier than this time, so that ranges that touch share no event.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Who did it, by name or wildcard.</summary>
    public string? Actor { get; init; }

    /// <summary>What was done, by name or wildcard; any of several.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>What kind of thing it was done to, by name or wildcard.</summary>
    public string? TargetType { get; init; }

    /// <summary>The name of the thing, at the time or now, or a wildcard over the names of the time.</summary>
    public string? Target { get; init; }

    /// <summary>The id of the thing, under whatever name.</summary>
    public long? TargetId { get; init; }

    /// <summary>The events of one command.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>How many events at most, from the oldest.</summary>
    public long? First { get; init; }

    /// <summary>How many events at most, from the newest; they too come oldest first.</summary>
    public long? Newest { get; init; }
}
