namespace PermModule;

/// <summary>A user who holds a right, and how.</summary>
public sealed record RightHolder : INamedUser
{
    /// <summary>The user.</summary>
    public required string UserName { get; init; }

    /// <summary>The user's profile.</summary>
    public required string ProfileName { get; init; }

    /// <summary>The key of the right.</summary>
    public required string Right { get; init; }

    /// <summary>How the user holds it.</summary>
    public required RightSource Via { get; init; }

    /// <summary>Since when the user has held it, UTC: the last time the user was activated or got the profile, the profile got the right, or the user became the account owner. Null where the trail does not tell.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>By whose change the user has held it since then; null where the trail does not tell.</summary>
    public string? By { get; init; }

    /// <summary>True when the user can use the right; false for an inactive user, who would hold it if activated.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Where it was read.</summary>
    internal ReadOrigin Origin { get; init; }

    /// <summary>The user, whatever the name is by now.</summary>
    internal UserKey? Stored { get; init; }

    /// <summary>The user and the right.</summary>
    public override string ToString() => $"{UserName} {Right}";
}
