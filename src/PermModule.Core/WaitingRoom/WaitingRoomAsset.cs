namespace PermModule;

/// <summary>One asset of a request, and the last decision on it.</summary>
public sealed record WaitingRoomAsset
{
    /// <summary>The name of the asset.</summary>
    public required string Asset { get; init; }

    /// <summary>Pending, Approved or Denied.</summary>
    public required WaitingRoomState State { get; init; }

    /// <summary>The auditor who decided, the key of the right by which nobody had to, or null while pending.</summary>
    public string? AuditedBy { get; init; }

    /// <summary>When it was decided, UTC, or null while pending.</summary>
    public DateTimeOffset? AuditedAt { get; init; }

    /// <summary>What the auditor said of it, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The name of the asset.</summary>
    public override string ToString() => Asset;
}
