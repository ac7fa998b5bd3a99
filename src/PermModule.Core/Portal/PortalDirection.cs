namespace PermModule;

/// <summary>Which side follows the other.</summary>
public enum PortalDirection
{
    /// <summary>The portal is to become what the store says.</summary>
    Push,

    /// <summary>The store is to become what the portal says.</summary>
    Pull,
}
