using System.Globalization;
using System.Text;

namespace PermModule;

/// <summary>How a file of people is imported.</summary>
public sealed record UserImportOptions
{
    /// <summary>What the file looks like.</summary>
    public ImportFormat Format { get; init; }

    /// <summary>Which worksheet of a workbook is read; the first visible one unless given.</summary>
    public string? WorksheetName { get; init; }

    /// <summary>What stands between cells; detected automatically unless given.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The encoding of a file without a byte-order mark; detected automatically unless given.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The culture in which dates and numbers are written. ISO 8601 is always read; other dates only where a culture is given.</summary>
    public CultureInfo? Culture { get; init; }

    /// <summary>
    /// Which column (in SCIM: which attribute) holds a field, e.g. <c>JobTitle</c> to <c>Function</c>. Fields that are not named are found by the names of the columns;
    /// a field that is mapped to an empty text is not read.
    /// </summary>
    public IReadOnlyDictionary<string, string>? ColumnMap { get; init; }

    /// <summary>The profile of new users whose row names none; the store's default profile unless given.</summary>
    public string? Profile { get; init; }

    /// <summary>What is done with known and missing people.</summary>
    public ImportMode Mode { get; init; }

    /// <summary>How many users <see cref="ImportMode.Sync"/> may deactivate; if more are missing, nobody is deactivated.</summary>
    public DeactivationLimit MaxDeactivate { get; init; } = DeactivationLimit.Default;

    /// <summary>Applies everything or, where a row is rejected or too many users would be deactivated, nothing.</summary>
    public bool Atomic { get; init; }

    /// <summary>The file to which the rejected rows are written unchanged, each with its reason; null writes none.</summary>
    public string? RejectPath { get; init; }

    /// <summary>Which file this is of several with one <see cref="RejectPath"/>, from 1: the rejected rows of the second go to a file with -2 in its name, and so on.</summary>
    public int FileNumber { get; init; } = 1;

    /// <summary>All files that are imported one after the other with one <see cref="RejectPath"/>; the rejected rows replace none of them. Those of one import need not be named.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>Checks that the rejected rows could be written, without writing them.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Replaces a file at <see cref="RejectPath"/>.</summary>
    public bool Overwrite { get; init; }
}
