namespace PermModule;

/// <summary>What an import of a profile document would do.</summary>
public sealed record ProfileImportPlan
{
    /// <summary>The differences between the store and the document.</summary>
    public required IReadOnlyList<ProfileImportChange> Changes { get; init; }

    /// <summary>How the seats would be used afterwards.</summary>
    public required IReadOnlyList<SeatUsage> Seats { get; init; }

    /// <summary>Why the import would be refused, or null.</summary>
    public PermException? Refusal { get; init; }
}
