namespace PermModule;

/// <summary>Something that happened.</summary>
public sealed record PermAuditEvent
{
    /// <summary>The number of the event: 1 for the first, then one more each.</summary>
    public required long Id { get; init; }

    /// <summary>When, UTC, in milliseconds; never before that of the event before.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required string Actor { get; init; }

    /// <summary>The id of the user who did it, where the store was used in the name of one of its users; otherwise null.</summary>
    public long? ActorId { get; init; }

    /// <summary>What was done, e.g. <c>UserChanged</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What kind of thing it was done to, e.g. User.</summary>
    public required string TargetType { get; init; }

    /// <summary>The name of the thing at that time.</summary>
    public required string Target { get; init; }

    /// <summary>The id of the thing, which it keeps under every name; null for what has none and in events of the first form.</summary>
    public long? TargetId { get; init; }

    /// <summary>What changed, as a JSON object of the values before; null where there was nothing.</summary>
    public string? Before { get; init; }

    /// <summary>What changed, as a JSON object of the values after; null where nothing is left.</summary>
    public string? After { get; init; }

    /// <summary>The same for all events of one command.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The schema version of the event: 1 for the first form, which was written before version 0.2.0, and 2 for the second.</summary>
    public int SchemaVersion { get; init; } = AuditWriter.SchemaVersion;

    /// <summary>True when personal data was erased from the event; a pseudonym stands in its place.</summary>
    public bool IsErased { get; init; }

    /// <summary>The SHA-256 hash over this event and the hash of the one before, 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The number, the action and the target.</summary>
    public override string ToString() => FormattableString.Invariant($"{Id} {Action} {Target}");
}
