namespace PermModule;

/// <summary>A profile in a report.</summary>
public sealed record ReportProfile
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of seat its active users occupy.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Users who occupy a seat.</summary>
    public required long Active { get; init; }

    /// <summary>Users who occupy none.</summary>
    public required long Inactive { get; init; }

    /// <summary>All users.</summary>
    public long Total => Active + Inactive;

    /// <summary>True for the profile that a new user gets unless another is named.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>The keys of the rights granted directly, in the order of the catalogue.</summary>
    public required IReadOnlyList<string> Rights { get; init; }

    /// <summary>The keys of the rights held because another one includes them.</summary>
    public required IReadOnlyList<string> ImpliedRights { get; init; }
}
