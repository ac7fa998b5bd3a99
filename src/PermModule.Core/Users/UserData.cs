namespace PermModule;

/// <summary>What is said of a user when one is made, changed or imported. What is null is not said: it stays as it is, or takes its default.</summary>
public sealed record UserData
{
    /// <summary>The user name; the e-mail address unless given.</summary>
    public string? UserName { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The first name; empty clears it.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name; empty clears it.</summary>
    public string? LastName { get; init; }

    /// <summary>The name of the profile; the default profile unless given.</summary>
    public string? Profile { get; init; }

    /// <summary>The profile that was read, whatever it is called by now; it counts before <see cref="Profile"/>.</summary>
    public ProfileReference? ReadProfile { get; init; }

    /// <summary>The names of all groups the user is to be in; an empty list takes the user out of every group.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>The department; empty clears it.</summary>
    public string? Department { get; init; }

    /// <summary>The location or country; empty clears it.</summary>
    public string? Location { get; init; }

    /// <summary>The job title; empty clears it.</summary>
    public string? JobTitle { get; init; }

    /// <summary>The id in the portal or directory; empty clears it.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Whether the user signs in through single sign-on only.</summary>
    public bool? IsSsoOnly { get; init; }

    /// <summary>Whether the user is active; true unless given.</summary>
    public bool? IsActive { get; init; }

    /// <summary>When the user last signed in. A beginning or the end of a program's time, such as 1601-01-01, is never, as in the other dates.</summary>
    public DateTimeOffset? LastLoginAt
    {
        get;
        init => field = ZeroTime.Known(value);
    }

    /// <summary>How often the user signed in; 0 or more.</summary>
    public long? LoginCount { get; init; }

    /// <summary>When the account was made; now unless given.</summary>
    public DateTimeOffset? CreatedAt
    {
        get;
        init => field = ZeroTime.Known(value);
    }

    /// <summary>When the account was deactivated; now unless given.</summary>
    public DateTimeOffset? DeactivatedAt
    {
        get;
        init => field = ZeroTime.Known(value);
    }

    /// <summary>True for a date of deactivation that is not kept, because the user is said to be active.</summary>
    internal bool IsDateIgnored => IsActive == true && DeactivatedAt is not null;
}
