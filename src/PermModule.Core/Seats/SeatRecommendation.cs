namespace PermModule;

/// <summary>A way to save seats. Each stands for itself: what it frees is what comes true when it alone is carried out.</summary>
public sealed record SeatRecommendation : INamedUser
{
    /// <summary>How.</summary>
    public required SeatRecommendationKind Kind { get; init; }

    /// <summary>The user to deactivate, or null where it is about a profile.</summary>
    public string? UserName { get; init; }

    /// <summary>The profile to take rights from, or null where it is about a user.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The kind of seat that becomes free.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>How many seats of the tier become free; 1 or more.</summary>
    public required long SeatsFreed { get; init; }

    /// <summary>How many of the seats that become free count against a limit of the contract; 0 where the tier is unlimited.</summary>
    public required long Saving { get; init; }

    /// <summary>When the user last signed in, UTC; null is never, or that it is about a profile.</summary>
    public DateTimeOffset? LastLoginAt { get; init; }

    /// <summary>Who would lose the rights: up to ten active users of the profile, those who signed in last first; empty where it is about a user.</summary>
    public IReadOnlyList<string> AffectedUsers { get; init; } = NameList.Of([]);

    /// <summary>The keys of the one or two rights to revoke; empty where it is about a user.</summary>
    public IReadOnlyList<string> Rights { get; init; } = NameList.Of([]);

    /// <summary>Where it was read.</summary>
    internal ReadOrigin Origin { get; init; }

    /// <summary>The user, whatever the name is by now; null where it is about a profile.</summary>
    internal UserKey? Stored { get; init; }

    /// <summary>The kind and the reason.</summary>
    public override string ToString() => $"{Kind}: {Reason}";
}
