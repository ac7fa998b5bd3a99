namespace PermModule;

/// <summary>What a step of a plan does.</summary>
public enum PortalAction
{
    /// <summary>Creates what the other side has and this side lacks.</summary>
    Create,

    /// <summary>Changes one property, or one membership.</summary>
    Change,

    /// <summary>Deactivates a user, which frees a seat.</summary>
    Deactivate,

    /// <summary>Activates an inactive user, which takes a seat.</summary>
    Reactivate,

    /// <summary>Left to a person, because the portal's interface does not offer it or a rule forbids it.</summary>
    Manual,
}
