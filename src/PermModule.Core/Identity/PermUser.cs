namespace PermModule;

/// <summary>A person of the portal.</summary>
public sealed class PermUser : INamedUser, IComparable<PermUser>
{
    /// <summary>The number of the user in the store; never used again for another.</summary>
    public long Id { get; init; }

    /// <summary>The name the user signs in with; unique without regard to case.</summary>
    public required string UserName { get; init; }

    /// <summary>The e-mail address, unique without regard to case, or null.</summary>
    public string? Email { get; init; }

    /// <summary>The first name, or null.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name, or null.</summary>
    public string? LastName { get; init; }

    /// <summary>First and last name, or the user name where there is neither.</summary>
    public string DisplayName => (FirstName, LastName) switch
    {
        (null, null) => UserName,
        (null, var last) => last,
        (var first, null) => first,
        var (first, last) => first + " " + last,
    };

    /// <summary>The profile.</summary>
    public required string ProfileName { get; init; }

    /// <summary>The kind of seat the user occupies while active.</summary>
    public required Tier Tier { get; init; }

    /// <summary>True when the user can sign in and occupies a seat.</summary>
    public required bool IsActive { get; init; }

    /// <summary>The department, or null.</summary>
    public string? Department { get; init; }

    /// <summary>The location or country, or null.</summary>
    public string? Location { get; init; }

    /// <summary>The job title, or null.</summary>
    public string? JobTitle { get; init; }

    /// <summary>The names of the user's groups, in the order of their names.</summary>
    public IReadOnlyList<string> Groups { get; init; } = NameList.Of([]);

    /// <summary>The user's id in the portal or the directory it comes from, or null.</summary>
    public string? ExternalId { get; init; }

    /// <summary>True when the user signs in through single sign-on only.</summary>
    public bool IsSsoOnly { get; init; }

    /// <summary>When the user last signed in, UTC; null is never.</summary>
    public DateTimeOffset? LastLoginAt { get; init; }

    /// <summary>How often the user signed in; 0 or more.</summary>
    public long LoginCount { get; init; }

    /// <summary>When the account was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the account was deactivated, UTC; null while active.</summary>
    public DateTimeOffset? DeactivatedAt { get; init; }

    /// <summary>The state of the store the user was read from, by which a check knows whether it still holds.</summary>
    internal long ReadVersion { get; init; }

    internal long ProfileId { get; init; }

    /// <summary>The user as stored. PowerShell can set every public property of an object, so that nothing is decided by those.</summary>
    internal UserKey? Stored { get; init; }

    /// <summary>The store the user was read from, or null for a user made by hand.</summary>
    internal StoreOrigin? Origin { get; init; }

    /// <inheritdoc/>
    public int CompareTo(PermUser? other) => string.CompareOrdinal(UserName, other?.UserName);

    /// <summary>The user name.</summary>
    public override string ToString() => UserName;
}
