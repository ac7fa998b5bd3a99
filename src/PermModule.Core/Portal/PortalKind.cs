namespace PermModule;

/// <summary>What a step of a plan is about.</summary>
public enum PortalKind
{
    /// <summary>A user: names, e-mail address, profile, state and particulars.</summary>
    User,

    /// <summary>A permission profile and its rights.</summary>
    Profile,

    /// <summary>A group itself.</summary>
    Group,

    /// <summary>One user in one group.</summary>
    Membership,
}
