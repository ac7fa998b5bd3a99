namespace PermModule;

/// <summary>A named set of users, for sharing and targeting. Groups carry no rights.</summary>
public sealed record PermGroup : IComparable<PermGroup>
{
    /// <summary>The name; unique without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>What the group is for, or null.</summary>
    public string? Description { get; init; }

    /// <summary>How many users are in it, active or not; 0 or more.</summary>
    public required long MemberCount { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    internal long Id { get; init; }

    /// <summary>Where it was read.</summary>
    internal ReadOrigin Origin { get; init; }

    /// <inheritdoc/>
    public int CompareTo(PermGroup? other) => string.CompareOrdinal(Name, other?.Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
