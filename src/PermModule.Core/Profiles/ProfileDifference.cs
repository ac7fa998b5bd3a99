namespace PermModule;

/// <summary>A right in which two profiles differ, or which both hold.</summary>
public sealed record ProfileDifference
{
    /// <summary>The key of the right.</summary>
    public required string Right { get; init; }

    /// <summary>The name of the right.</summary>
    public required string Name { get; init; }

    /// <summary>The tier of the right.</summary>
    public required Tier Tier { get; init; }

    /// <summary><c>&lt;=</c>: only the reference profile holds it; <c>=&gt;</c>: only the other; <c>==</c>: both.</summary>
    public required string SideIndicator { get; init; }

    /// <summary>The side and the right.</summary>
    public override string ToString() => $"{SideIndicator} {Right}";
}
