namespace PermModule;

/// <summary>Fields of a user, of which two states of the same user can differ.</summary>
[Flags]
internal enum UserFieldSet
{
    None = 0,
    UserName = 1,
    Email = 1 << 1,
    FirstName = 1 << 2,
    LastName = 1 << 3,
    Profile = 1 << 4,
    IsActive = 1 << 5,
    Department = 1 << 6,
    Location = 1 << 7,
    JobTitle = 1 << 8,
    ExternalId = 1 << 9,
    IsSsoOnly = 1 << 10,
    LastLoginAt = 1 << 11,
    LoginCount = 1 << 12,
    CreatedAt = 1 << 13,
    DeactivatedAt = 1 << 14,
    Groups = 1 << 15,

    /// <summary>What the name and e-mail index hold.</summary>
    Names = UserName | Email,

    /// <summary>What a user is found by, here and in directories: whoever takes another user's can pass for them.</summary>
    Identity = Names | ExternalId,

    /// <summary>Active or not, and since when.</summary>
    State = IsActive | DeactivatedAt,

    /// <summary>What users without the right to manage users may change of their own account.</summary>
    Own = FirstName | LastName | Department | Location | JobTitle,
}
