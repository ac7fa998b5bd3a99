namespace PermModule;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know; nothing is wrong.</summary>
    Information = 0,

    /// <summary>Somebody should look at it.</summary>
    Warning = 1,

    /// <summary>A rule of the portal, the contract or the organization is broken.</summary>
    Error = 2,
}
