namespace PermModule;

/// <summary>The parts people play in running the portal.</summary>
public enum PermRole
{
    /// <summary>Keeps the portal up to date and relevant.</summary>
    PortalOwner = 0,

    /// <summary>Represents the portal in a department or location.</summary>
    Champion = 1,

    /// <summary>Uses the portal: everyone who has no other role.</summary>
    EndUser = 2,
}
