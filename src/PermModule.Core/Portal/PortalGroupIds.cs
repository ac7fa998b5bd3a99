namespace PermModule;

/// <summary>What the portal does with the list of groups that is sent with a user.</summary>
public enum PortalGroupIds
{
    /// <summary>The list replaces the groups of the user.</summary>
    Replace,

    /// <summary>The list is added to the groups of the user; taking a user out of a group is left to a person.</summary>
    Add,
}
