namespace PermModule;

/// <summary>A role with what is expected of those who have it.</summary>
public sealed record PermRoleInfo
{
    /// <summary>The role.</summary>
    public required PermRole Role { get; init; }

    /// <summary>What the role is for.</summary>
    public required string Description { get; init; }

    /// <summary>What its members have to do.</summary>
    public required IReadOnlyList<string> Duties { get; init; }

    /// <summary>What has proved helpful.</summary>
    public required IReadOnlyList<string> Practices { get; init; }

    /// <summary>How many members there should be at least: portal owners in all, champions for each department or location; 0 is no minimum.</summary>
    public required int Minimum { get; init; }

    /// <summary>How many users have the role, active or not; end users are all who have no other.</summary>
    public required long MemberCount { get; init; }

    /// <summary>Where it was read.</summary>
    internal ReadOrigin Origin { get; init; }

    /// <summary>The name of the role.</summary>
    public override string ToString() => Role.ToString();
}
