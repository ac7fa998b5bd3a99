namespace PermModule;

/// <summary>What was erased of one removed user.</summary>
public sealed record PermErasure
{
    /// <summary>What stands in the place of the user's personal data, the same in all events and requests.</summary>
    public required string Pseudonym { get; init; }

    /// <summary>How many events of the audit trail held personal data of the user.</summary>
    public required long Events { get; init; }

    /// <summary>How many requests held personal data of the user.</summary>
    public required long Requests { get; init; }

    /// <summary>The pseudonym.</summary>
    public override string ToString() => Pseudonym;
}
