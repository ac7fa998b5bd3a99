namespace PermModule.Delegation;

/// <summary>Which right of the portal each action needs from somebody who acts in a user's name: the one table of delegated administration.</summary>
internal static class DelegationRules
{
    private static readonly Dictionary<DelegatedAction, string> Keys = new()
    {
        [DelegatedAction.ManageUsers] = "asset-bank.users-and-permissions.manage-users",
        [DelegatedAction.ManageOwnProfile] = "asset-bank.users-and-permissions.manage-own-user-profile",
        [DelegatedAction.ManageProfiles] = "asset-bank.users-and-permissions.manage-permission-profiles",
        [DelegatedAction.ManageGroups] = "asset-bank.users-and-permissions.manage-user-groups",
        [DelegatedAction.ManageSettings] = "asset-bank.system-admin.manage-portal-settings",
        [DelegatedAction.ViewSeats] = "asset-bank.reporting.view-cockpit",
        [DelegatedAction.ExportUsers] = "asset-bank.reporting.export-user-data",
        [DelegatedAction.ReadTrail] = "asset-bank.reporting.view-change-history",
        [DelegatedAction.RunAudit] = "asset-bank.reporting.view-advanced-reporting",
    };

    /// <summary>The right that an action needs.</summary>
    public static PermRight RightFor(DelegatedAction action) => RightCatalogue.Default.Find(Keys[action])!;
}
