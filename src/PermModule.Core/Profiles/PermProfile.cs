namespace PermModule;

/// <summary>A named set of rights. Every user has exactly one.</summary>
public sealed record PermProfile : IComparable<PermProfile>
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What the profile is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The kind of seat its active users occupy: the highest tier among its rights, Light without any.</summary>
    public required Tier Tier { get; init; }

    /// <summary>How many rights are granted directly.</summary>
    public int RightCount => Rights.Count;

    /// <summary>The keys of the rights granted directly, in the order of the catalogue.</summary>
    public required IReadOnlyList<string> Rights { get; init; }

    /// <summary>Users who occupy a seat.</summary>
    public required long ActiveUsers { get; init; }

    /// <summary>Users who occupy none.</summary>
    public required long InactiveUsers { get; init; }

    /// <summary>All users.</summary>
    public long TotalUsers => ActiveUsers + InactiveUsers;

    /// <summary>True for the profile that a new user gets unless another is named.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its name, description, rights or default were last changed, UTC.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    internal long Id { get; init; }

    /// <summary>Where it was read.</summary>
    internal ReadOrigin Origin { get; init; }

    /// <inheritdoc/>
    public int CompareTo(PermProfile? other) => string.CompareOrdinal(Name, other?.Name);

    /// <summary>Names this profile where profiles are looked for, whatever it is called by then. In another store its name counts.</summary>
    public ProfileReference ToReference() => ProfileReference.To(Name, Id, Origin);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
