namespace PermModule;

/// <summary>What became of a step.</summary>
public enum PortalResult
{
    /// <summary>Carried out and verified by reading it back.</summary>
    Done,

    /// <summary>The other side already matched; nothing was written.</summary>
    Unchanged,

    /// <summary>Not carried out; the reason says why.</summary>
    Refused,

    /// <summary>Left to a person.</summary>
    Manual,
}
