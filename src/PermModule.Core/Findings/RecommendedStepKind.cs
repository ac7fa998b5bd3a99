namespace PermModule;

/// <summary>What is to be done.</summary>
public enum RecommendedStepKind
{
    /// <summary>Deactivate a user.</summary>
    DeactivateUser = 0,

    /// <summary>Give a user another profile.</summary>
    ChangeProfile = 1,

    /// <summary>Remove a profile that has no users.</summary>
    RemoveProfile = 2,

    /// <summary>Grant rights to a profile.</summary>
    GrantRight = 3,

    /// <summary>Revoke rights from a profile.</summary>
    RevokeRight = 4,

    /// <summary>Give a user a role.</summary>
    AddRoleMember = 5,

    /// <summary>Take a role from a user.</summary>
    RemoveRoleMember = 6,

    /// <summary>Decide on a request.</summary>
    DecideRequest = 7,

    /// <summary>Deactivate users of a tier who do not use their seats.</summary>
    FreeSeats = 8,

    /// <summary>Verify the audit trail event by event.</summary>
    VerifyTrail = 9,

    /// <summary>Check the store in detail.</summary>
    CheckStore = 10,

    /// <summary>List all findings of an audit rule.</summary>
    ListFindings = 11,

    /// <summary>List the active users who were not seen for a number of days.</summary>
    ListUnseenUsers = 12,

    /// <summary>Reset the tier of a right to its default.</summary>
    ResetTier = 13,

    /// <summary>List the rights of a profile whose assumed tier decides the tier of the profile.</summary>
    ListAssumedTiers = 14,

    /// <summary>List who holds rights.</summary>
    ListHolders = 15,
}
