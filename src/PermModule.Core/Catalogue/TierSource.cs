namespace PermModule;

/// <summary>How sure the default tier of a right is.</summary>
public enum TierSource
{
    /// <summary>Stated by the portal's documents.</summary>
    Documented,

    /// <summary>Follows from the order or the neighbours in the documents.</summary>
    Inferred,

    /// <summary>Not stated anywhere; check it against the contract.</summary>
    Assumed,
}
