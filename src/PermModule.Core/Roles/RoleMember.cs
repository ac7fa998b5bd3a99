namespace PermModule;

/// <summary>One user in one role.</summary>
public sealed record RoleMember : INamedUser
{
    /// <summary>The role.</summary>
    public required PermRole Role { get; init; }

    /// <summary>The user.</summary>
    public required string UserName { get; init; }

    /// <summary>The department the user has the role for: the one that was named, otherwise the user's own; or null.</summary>
    public string? Department { get; init; }

    /// <summary>The location the user has the role for: the one that was named, otherwise the user's own; or null.</summary>
    public string? Location { get; init; }

    /// <summary>The tier of the user's profile.</summary>
    public required Tier Tier { get; init; }

    /// <summary>True when the user can sign in and occupies a seat.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Where it was read.</summary>
    internal ReadOrigin Origin { get; init; }

    /// <summary>The user, whatever the name is by now.</summary>
    internal UserKey? Stored { get; init; }

    internal static RoleMember From(PermRole role, UserOutline user, RoleScope scope, Tier tier, ReadOrigin origin) => new()
    {
        Role = role,
        UserName = user.UserName,
        Department = scope.Department ?? user.Department,
        Location = scope.Location ?? user.Location,
        Tier = tier,
        IsActive = user.IsActive,
        Origin = origin,
        Stored = new UserKey(user.Id, user.UserName),
    };

    /// <summary>The role and the user.</summary>
    public override string ToString() => $"{Role} {UserName}";
}
