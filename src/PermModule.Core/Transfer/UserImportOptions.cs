namespace PermModule;

/// <summary>How a file of people is imported.</summary>
public sealed record UserImportOptions
{
    /// <summary>What the file looks like.</summary>
    public ImportFormat Format { get; init; }

    /// <summary>What stands between cells; found by looking unless given.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Which column (in SCIM: which attribute) holds a field, e.g. <c>JobTitle</c> to <c>Function</c>. Fields that are not named are found by the names of the columns.</summary>
    public IReadOnlyDictionary<string, string>? ColumnMap { get; init; }

    /// <summary>The profile of new users whose row names none; the store's default profile unless given.</summary>
    public string? Profile { get; init; }

    /// <summary>What is done with known and missing people.</summary>
    public ImportMode Mode { get; init; }

    /// <summary>Applies everything or, where a row is rejected, nothing.</summary>
    public bool Atomic { get; init; }

    /// <summary>Where the rejected rows are written, as they were and with the reason; nowhere when null.</summary>
    public string? RejectPath { get; init; }

    /// <summary>Replaces a file at <see cref="RejectPath"/>.</summary>
    public bool Overwrite { get; init; }
}
