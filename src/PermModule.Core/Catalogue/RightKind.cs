namespace PermModule;

/// <summary>What holding a right does.</summary>
public enum RightKind
{
    /// <summary>Allows something.</summary>
    Grant,

    /// <summary>Takes something away from its holder.</summary>
    Restriction,

    /// <summary>Asks something of its holder.</summary>
    Obligation,

    /// <summary>A choice of the holder that gives and takes nothing.</summary>
    Preference,
}
