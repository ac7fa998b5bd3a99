namespace PermModule;

/// <summary>What the verification of an audit chain found.</summary>
public sealed record AuditVerification
{
    /// <summary>True when every event is as it was written, in its place.</summary>
    public required bool IsIntact { get; init; }

    /// <summary>How many events were verified before the end or the first broken one.</summary>
    public required long Count { get; init; }

    /// <summary>The id of the first broken event, or null.</summary>
    public long? FirstBrokenId { get; init; }

    /// <summary>What was found, for people.</summary>
    public required string Message { get; init; }

    /// <summary>What was found, for people.</summary>
    public override string ToString() => Message;
}
