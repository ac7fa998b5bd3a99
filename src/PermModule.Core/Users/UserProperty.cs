namespace PermModule;

/// <summary>What a condition can ask of a user.</summary>
public enum UserProperty
{
    /// <summary>The user name.</summary>
    UserName,

    /// <summary>The e-mail address.</summary>
    Email,

    /// <summary>The first name.</summary>
    FirstName,

    /// <summary>The last name.</summary>
    LastName,

    /// <summary>The name of the profile.</summary>
    ProfileName,

    /// <summary>The tier of the profile.</summary>
    Tier,

    /// <summary>Whether the user is active.</summary>
    IsActive,

    /// <summary>The department.</summary>
    Department,

    /// <summary>The location.</summary>
    Location,

    /// <summary>The job title.</summary>
    JobTitle,

    /// <summary>The external id.</summary>
    ExternalId,

    /// <summary>Whether the user signs in through single sign-on only.</summary>
    IsSsoOnly,

    /// <summary>The last login; null is never.</summary>
    LastLoginAt,

    /// <summary>How often the user signed in.</summary>
    LoginCount,

    /// <summary>When the account was made.</summary>
    CreatedAt,

    /// <summary>When the account was deactivated; null while active.</summary>
    DeactivatedAt,
}
