namespace PermModule;

/// <summary>One named permission of the portal, with the tier it has in a store.</summary>
public sealed record PermRight : IComparable<PermRight>
{
    /// <summary>The key <c>solution.category.name</c>; the same name can occur in several places, the key cannot.</summary>
    public required string Key { get; init; }

    /// <summary>The name the portal shows.</summary>
    public required string Name { get; init; }

    /// <summary>Other names the portal or its documents use.</summary>
    public IReadOnlyList<string> Alias { get; init; } = [];

    /// <summary>The solution the right belongs to, e.g. Asset Bank.</summary>
    public required string Solution { get; init; }

    /// <summary>The category inside the solution.</summary>
    public required string Category { get; init; }

    /// <summary>The tier the right has in this store.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The tier the right has unless the contract says otherwise.</summary>
    public required Tier DefaultTier { get; init; }

    /// <summary>How sure the default tier is.</summary>
    public required TierSource TierSource { get; init; }

    /// <summary>What holding the right does.</summary>
    public required RightKind Kind { get; init; }

    /// <summary>The rights that must be held as well: every entry is needed; an entry may name alternatives, separated by <c>|</c>.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>The keys of the rights that this one includes, also those included by them.</summary>
    public IReadOnlyList<string> Implies { get; init; } = [];

    /// <summary>The name of the group of which a profile may hold one right at most, or null.</summary>
    public string? ExclusiveGroup { get; init; }

    /// <summary>True when the portal keeps the right only for old profiles.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>True when the right is meant for the vendor's maintenance and belongs in no profile of a person.</summary>
    public bool IsMaintenanceOnly { get; init; }

    /// <summary>The role strings of the portal's API that ask for the right.</summary>
    public IReadOnlyList<string> PortalRoles { get; init; } = [];

    /// <summary>What a holder can, cannot or must do.</summary>
    public required string Description { get; init; }

    /// <summary>The place in the catalogue; -1 in an object that did not come from it.</summary>
    internal int Index { get; init; } = -1;

    /// <summary>The store whose tier it shows.</summary>
    internal ReadOrigin Origin { get; init; }

    internal IReadOnlyList<RightSet> RequiredGroups { get; init; } = [];

    internal RightSet Implied { get; init; }

    /// <inheritdoc/>
    public int CompareTo(PermRight? other) => string.CompareOrdinal(Key, other?.Key);

    /// <summary>The key.</summary>
    public override string ToString() => Key;
}
