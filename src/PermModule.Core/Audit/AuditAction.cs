namespace PermModule;

/// <summary>What an event of the audit trail can say was done. The names are stored in events and never change.</summary>
public static class AuditAction
{
    /// <summary>What a command did was undone.</summary>
    public const string ChangeUndone = nameof(ChangeUndone);

    /// <summary>Content Workflow got another account owner.</summary>
    public const string ContentWorkflowOwnerChanged = nameof(ContentWorkflowOwnerChanged);

    /// <summary>The seat contract was changed.</summary>
    public const string ContractChanged = nameof(ContractChanged);

    /// <summary>Another profile became the default, or none.</summary>
    public const string DefaultProfileChanged = nameof(DefaultProfileChanged);

    /// <summary>The name or description of a group was changed.</summary>
    public const string GroupChanged = nameof(GroupChanged);

    /// <summary>A group was created.</summary>
    public const string GroupCreated = nameof(GroupCreated);

    /// <summary>A user was added to a group.</summary>
    public const string GroupMemberAdded = nameof(GroupMemberAdded);

    /// <summary>A user was removed from a group.</summary>
    public const string GroupMemberRemoved = nameof(GroupMemberRemoved);

    /// <summary>A group was removed.</summary>
    public const string GroupRemoved = nameof(GroupRemoved);

    /// <summary>The personal data of a removed user was erased.</summary>
    public const string PersonalDataErased = nameof(PersonalDataErased);

    /// <summary>A request to the portal was sent, and nothing of it arrived.</summary>
    public const string PortalChangeLost = nameof(PortalChangeLost);

    /// <summary>The portal accepted a change, but does not show it.</summary>
    public const string PortalChangeNotVerified = nameof(PortalChangeNotVerified);

    /// <summary>The portal refused a change.</summary>
    public const string PortalChangeRefused = nameof(PortalChangeRefused);

    /// <summary>The store was tied to a portal.</summary>
    public const string PortalLinked = nameof(PortalLinked);

    /// <summary>The store was made what the portal shows.</summary>
    public const string PortalPulled = nameof(PortalPulled);

    /// <summary>A request is about to be sent to the portal.</summary>
    public const string PortalRequestSent = nameof(PortalRequestSent);

    /// <summary>The role codes of a profile were read from the portal.</summary>
    public const string PortalRolesRead = nameof(PortalRolesRead);

    /// <summary>A user was changed in the portal.</summary>
    public const string PortalUserChanged = nameof(PortalUserChanged);

    /// <summary>A user was created in the portal.</summary>
    public const string PortalUserCreated = nameof(PortalUserCreated);

    /// <summary>A user was deactivated in the portal.</summary>
    public const string PortalUserDeactivated = nameof(PortalUserDeactivated);

    /// <summary>A user was reactivated in the portal.</summary>
    public const string PortalUserReactivated = nameof(PortalUserReactivated);

    /// <summary>The name or description of a profile was changed.</summary>
    public const string ProfileChanged = nameof(ProfileChanged);

    /// <summary>A profile was created.</summary>
    public const string ProfileCreated = nameof(ProfileCreated);

    /// <summary>A profile was removed.</summary>
    public const string ProfileRemoved = nameof(ProfileRemoved);

    /// <summary>A request, or some of its assets, was approved.</summary>
    public const string RequestApproved = nameof(RequestApproved);

    /// <summary>What was pending of a request was closed without an auditor, because the requester was removed.</summary>
    public const string RequestClosed = nameof(RequestClosed);

    /// <summary>A request, or some of its assets, was denied.</summary>
    public const string RequestDenied = nameof(RequestDenied);

    /// <summary>A request was removed.</summary>
    public const string RequestRemoved = nameof(RequestRemoved);

    /// <summary>An undo gave a request an earlier state, or brought it back.</summary>
    public const string RequestReverted = nameof(RequestReverted);

    /// <summary>A request was submitted.</summary>
    public const string RequestSubmitted = nameof(RequestSubmitted);

    /// <summary>A request passed to another requester, because its own was removed.</summary>
    public const string RequestTransferred = nameof(RequestTransferred);

    /// <summary>The tier of a right was changed or reset.</summary>
    public const string RightTierChanged = nameof(RightTierChanged);

    /// <summary>A right kept an earlier tier, because its new default did not fit into the contract.</summary>
    public const string RightTierKept = nameof(RightTierKept);

    /// <summary>Rights were granted to a profile and others revoked.</summary>
    public const string RightsChanged = nameof(RightsChanged);

    /// <summary>Rights were granted to a profile.</summary>
    public const string RightsGranted = nameof(RightsGranted);

    /// <summary>Rights were revoked from a profile.</summary>
    public const string RightsRevoked = nameof(RightsRevoked);

    /// <summary>A user got a role.</summary>
    public const string RoleMemberAdded = nameof(RoleMemberAdded);

    /// <summary>The department or location of a user's role was changed.</summary>
    public const string RoleMemberChanged = nameof(RoleMemberChanged);

    /// <summary>A user lost a role.</summary>
    public const string RoleMemberRemoved = nameof(RoleMemberRemoved);

    /// <summary>The store was created.</summary>
    public const string StoreCreated = nameof(StoreCreated);

    /// <summary>The store was migrated to a newer schema.</summary>
    public const string StoreMigrated = nameof(StoreMigrated);

    /// <summary>The store was replaced with a backup.</summary>
    public const string StoreRestored = nameof(StoreRestored);

    /// <summary>A user was activated, and nothing else changed.</summary>
    public const string UserActivated = nameof(UserActivated);

    /// <summary>A user was changed.</summary>
    public const string UserChanged = nameof(UserChanged);

    /// <summary>A user was created.</summary>
    public const string UserCreated = nameof(UserCreated);

    /// <summary>A user was deactivated, and nothing else changed.</summary>
    public const string UserDeactivated = nameof(UserDeactivated);

    /// <summary>A user was removed.</summary>
    public const string UserRemoved = nameof(UserRemoved);
}
