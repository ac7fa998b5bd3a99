namespace PermModule;

/// <summary>What can differ between two stores.</summary>
public enum StoreDifferenceKind
{
    /// <summary>A user, by name: whether there is one, and what is known of them apart from logins and times.</summary>
    User,

    /// <summary>A profile, by name: its description, its rights, and whether it is the default.</summary>
    Profile,

    /// <summary>A group, by name: its description.</summary>
    Group,

    /// <summary>A user's membership in a group.</summary>
    Membership,

    /// <summary>A user's role with its department and location, and the account owner of Content Workflow.</summary>
    Role,

    /// <summary>The tier of a right.</summary>
    Tier,

    /// <summary>A field of the seat contract.</summary>
    Contract,

    /// <summary>A request of the waiting room, by requester, kind, time and assets: its reason and the state of its assets.</summary>
    Request,
}
