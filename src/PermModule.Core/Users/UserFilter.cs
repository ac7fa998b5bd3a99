namespace PermModule;

/// <summary>Which users are wanted; what is null does not matter. Several names mean any of them.</summary>
public sealed record UserFilter
{
    /// <summary>User names or wildcards.</summary>
    public IReadOnlyList<string>? UserNames { get; init; }

    /// <summary>An e-mail address or wildcard.</summary>
    public string? Email { get; init; }

    /// <summary>Users that were read or are named, besides those of <see cref="UserNames"/>.</summary>
    public IReadOnlyList<UserReference>? Users { get; init; }

    /// <summary>Profiles, by name or wildcard or as they were read.</summary>
    public IReadOnlyList<ProfileReference>? Profiles { get; init; }

    /// <summary>A group or wildcard, or a group as it was read.</summary>
    public GroupReference? Group { get; init; }

    /// <summary>The tier of the profile.</summary>
    public IReadOnlyList<Tier>? Tiers { get; init; }

    /// <summary>A department or wildcard.</summary>
    public string? Department { get; init; }

    /// <summary>A location or wildcard.</summary>
    public string? Location { get; init; }

    /// <summary>Only active users (true) or only inactive ones (false).</summary>
    public bool? IsActive { get; init; }

    /// <summary>
    /// Keys, names or wildcards of rights; users who may use at least one of them now: they are active, and their profile holds it, directly or by
    /// implication, or they hold it as the account owner of Content Workflow.
    /// </summary>
    public IReadOnlyList<string>? Rights { get; init; }

    /// <summary>Adds to the users found by <see cref="Rights"/> those who could use a right if they were active.</summary>
    public bool IncludeInactive { get; init; }

    /// <summary>Users whose last login is this number of days ago or longer; those who never signed in are not among them.</summary>
    public int? NotSeenForDays { get; init; }

    /// <summary>Only users who never signed in.</summary>
    public bool NeverSignedIn { get; init; }

    /// <summary>What else the users have to meet.</summary>
    public UserCondition? Condition { get; init; }

    /// <summary>How many users at most.</summary>
    public long? First { get; init; }

    /// <summary>How many users to leave out from the start.</summary>
    public long Skip { get; init; }
}
