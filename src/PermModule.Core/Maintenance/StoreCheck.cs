namespace PermModule;

/// <summary>The result of one check of a store.</summary>
public sealed record StoreCheck
{
    /// <summary>What was checked: Schema, FileIntegrity, ColumnTypes, ForeignKeys, SeatCounts, GroupCounts or AuditChain.</summary>
    public required string Name { get; init; }

    /// <summary>True when nothing was found.</summary>
    public required bool IsPassed { get; init; }

    /// <summary>What was found, or how much was checked.</summary>
    public required string Message { get; init; }

    /// <summary>The check and what it found.</summary>
    public override string ToString() => $"{Name}: {Message}";
}
