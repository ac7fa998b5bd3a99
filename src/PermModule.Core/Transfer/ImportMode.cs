namespace PermModule;

/// <summary>What an import does with people that the store knows or that the file lacks.</summary>
public enum ImportMode
{
    /// <summary>Makes new users; one that exists is rejected.</summary>
    Create,

    /// <summary>Creates new users and changes existing ones; an empty cell leaves its value unchanged.</summary>
    Upsert,

    /// <summary>
    /// The file is the truth: as <see cref="Upsert"/>, but an empty cell clears an optional text, the groups and the single-sign-on mark,
    /// and active users that the file does not name are deactivated. Nobody is removed, and nobody is activated unless the file says so.
    /// </summary>
    Sync,
}
