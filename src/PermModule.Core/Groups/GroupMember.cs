namespace PermModule;

/// <summary>One user in one group.</summary>
public sealed record GroupMember : INamedUser
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>The user.</summary>
    public required string UserName { get; init; }

    /// <summary>The user's department, or null.</summary>
    public string? Department { get; init; }

    /// <summary>The user's location or country, or null.</summary>
    public string? Location { get; init; }

    /// <summary>The tier of the user's profile.</summary>
    public required Tier Tier { get; init; }

    /// <summary>True when the user can sign in and occupies a seat.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Where it was read.</summary>
    internal ReadOrigin Origin { get; init; }

    /// <summary>The user, whatever the name is by now.</summary>
    internal UserKey? Stored { get; init; }

    internal static GroupMember From(string group, UserOutline user, Tier tier, ReadOrigin origin) => new()
    {
        Group = group,
        UserName = user.UserName,
        Department = user.Department,
        Location = user.Location,
        Tier = tier,
        IsActive = user.IsActive,
        Origin = origin,
        Stored = new UserKey(user.Id, user.UserName),
    };

    /// <summary>The user and the group.</summary>
    public override string ToString() => $"{UserName} in {Group}";
}
