namespace PermModule;

/// <summary>Whether a right is held, and why.</summary>
public sealed record EffectiveRight
{
    /// <summary>The name of the user or profile that was asked about.</summary>
    public required string Holder { get; init; }

    /// <summary>The key of the right.</summary>
    public required string Right { get; init; }

    /// <summary>The name of the right.</summary>
    public required string Name { get; init; }

    /// <summary>The tier of the right.</summary>
    public required Tier Tier { get; init; }

    /// <summary>What holding the right does.</summary>
    public required RightKind Kind { get; init; }

    /// <summary>True when the right is held.</summary>
    public required bool IsHeld { get; init; }

    /// <summary>Where it comes from: <c>Direct</c>, <c>Implied by</c> and the key of a right, or <c>Account owner</c>; null where it is not held.</summary>
    public string? Source { get; init; }

    /// <summary>Why it is not held; null where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>The key of the right.</summary>
    public override string ToString() => Right;
}
