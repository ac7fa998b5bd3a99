namespace PermModule;

/// <summary>What Studio keeps.</summary>
public enum StudioObject
{
    /// <summary>A project, which holds designs.</summary>
    Project,

    /// <summary>A design in a project.</summary>
    Design,
}
