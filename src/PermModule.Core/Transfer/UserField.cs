namespace PermModule.Transfer;

/// <summary>What a column can say of a user.</summary>
internal enum UserField
{
    UserName,
    Email,
    FirstName,
    LastName,
    Profile,
    Group,
    Department,
    Location,
    JobTitle,
    ExternalId,
    SsoOnly,
    Active,
    Inactive,
    LastLoginAt,
    LoginCount,
    CreatedAt,
    DeactivatedAt,
}
