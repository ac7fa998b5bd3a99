namespace PermModule;

/// <summary>What a connection to the portal may do.</summary>
public enum PortalAccess
{
    /// <summary>Users, profiles and groups can be read.</summary>
    Read,

    /// <summary>Users can be created and changed.</summary>
    WriteUsers,

    /// <summary>Memberships of groups can be changed. Groups themselves are made by a person.</summary>
    WriteGroups,
}
