namespace PermModule;

/// <summary>How a user is related to a project or design of Studio.</summary>
public enum StudioRelation
{
    /// <summary>Made it or took it over.</summary>
    Owner,

    /// <summary>Was invited to it.</summary>
    Contributor,
}
