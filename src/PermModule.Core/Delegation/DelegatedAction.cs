namespace PermModule.Delegation;

/// <summary>What somebody who acts in a user's name may be asked a right for.</summary>
internal enum DelegatedAction
{
    /// <summary>Make, change, activate, deactivate, remove and import users; give and take roles.</summary>
    ManageUsers,

    /// <summary>Change what users may change of their own account: names, department, location, job title.</summary>
    ManageOwnProfile,

    /// <summary>Make, change, copy, remove and import profiles; grant and revoke rights.</summary>
    ManageProfiles,

    /// <summary>Make, change and remove groups, and change who is in them.</summary>
    ManageGroups,

    /// <summary>Change the contract and the tiers of rights; back up.</summary>
    ManageSettings,

    /// <summary>See the contract, the seats in use and free, and what a change would cost or save.</summary>
    ViewSeats,

    /// <summary>Write users to a file, and reports about them.</summary>
    ExportUsers,

    /// <summary>Read and export the audit trail.</summary>
    ReadTrail,

    /// <summary>Run the audit, which shows, among other things, users who do not use their seats.</summary>
    RunAudit,
}
