namespace PermModule;

/// <summary>What going back over an event does: to the picture of a past moment, or to the store itself. One member for each kind of change.</summary>
internal interface IStepBack
{
    /// <summary>Takes away a user whom the event created.</summary>
    void RemoveUser(in AuditRow row, EventPart after);

    /// <summary>Brings back a user whom the event removed.</summary>
    void RestoreUser(in AuditRow row, EventPart before);

    /// <summary>Gives the fields of a user that the event changed their values of before.</summary>
    void ChangeUser(in AuditRow row, EventPart before, EventPart after);

    /// <summary>Puts a user into a group or takes the user out.</summary>
    void SetMember(in AuditRow row, EventPart group, bool isMember);

    /// <summary>Gives a user a role for a department and location, or takes it.</summary>
    void SetRole(in AuditRow row, PermRole role, RoleScope? before, RoleScope? after);

    /// <summary>Makes the owner of before the account owner of Content Workflow, or no one.</summary>
    void SetOwner(in AuditRow row, EventPart before, EventPart after);

    /// <summary>Takes away a profile that the event created.</summary>
    void RemoveProfile(in AuditRow row, EventPart after);

    /// <summary>Brings back a profile that the event removed.</summary>
    void RestoreProfile(in AuditRow row, EventPart before);

    /// <summary>Gives a profile its name and description of before.</summary>
    void ChangeProfile(in AuditRow row, EventPart before, EventPart after);

    /// <summary>Takes the rights from a profile that the event added, and gives it those that the event took.</summary>
    void ChangeRights(in AuditRow row, EventPart before, EventPart after);

    /// <summary>Makes the profile of before the default one, or none.</summary>
    void ChangeDefault(in AuditRow row, EventPart before, EventPart after);

    /// <summary>Takes away a group that the event created.</summary>
    void RemoveGroup(in AuditRow row, EventPart after);

    /// <summary>Brings back a group that the event removed.</summary>
    void RestoreGroup(in AuditRow row, EventPart before);

    /// <summary>Gives a group its name and description of before.</summary>
    void ChangeGroup(in AuditRow row, EventPart before, EventPart after);

    /// <summary>Gives a right its tier of before.</summary>
    void SetTier(in AuditRow row, PermRight right, EventPart before, EventPart after);

    /// <summary>Takes away a request that the event submitted or brought back.</summary>
    void RemoveRequest(in AuditRow row, EventPart after);

    /// <summary>Brings back a request that the event removed.</summary>
    void RestoreRequest(in AuditRow row, EventPart before);

    /// <summary>Gives a request its requester and its decisions of before.</summary>
    void ChangeRequest(in AuditRow row, EventPart before, EventPart after);

    /// <summary>Puts the contract of before in force.</summary>
    void SetContract(in AuditRow row, EventPart before, EventPart after);
}
