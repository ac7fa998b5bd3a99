using System.Globalization;

namespace PermModule.Transfer;

/// <summary>Reads people from a file, row by row; memory does not grow with the file.</summary>
internal abstract class UserFileReader : IUserCells, IDisposable
{
    /// <summary>The columns that mean nothing to an import.</summary>
    public virtual IReadOnlyList<string> Unknown => [];

    /// <summary>The columns that are known and deliberately not kept.</summary>
    public virtual IReadOnlyList<string> NotKept => [];

    /// <summary>The header as it stands in the file.</summary>
    public virtual byte[] RawHeader => [];

    /// <summary>The names of the columns, without that of the reason in a file of rejected rows.</summary>
    public virtual IReadOnlyList<string> Header => [];

    /// <summary>True when the rest of the file could not be read.</summary>
    public bool IsIncomplete { get; protected set; }

    /// <summary>True when the file ends without a line break in a row with too few cells.</summary>
    public bool EndsInMidRow { get; protected set; }

    /// <summary>The number of the row with which a second table begins, which is not read; or null.</summary>
    public virtual long? SecondTable { get; protected set; }

    /// <summary>Why the file may not name everybody, as far as it shows once it is read; or null.</summary>
    public virtual string? WhyNotWhole => (SecondTable, IsIncomplete, EndsInMidRow) switch
    {
        ({ } row, _, _) => string.Create(CultureInfo.InvariantCulture, $"a second table begins in row {row}"),
        (_, true, _) => "the file could not be read to its end",
        (_, _, true) => "the file ends in the middle of a row",
        _ => null,
    };

    /// <summary>The next row, or null at the end.</summary>
    public abstract ImportRow? Read();

    /// <inheritdoc/>
    public abstract string? Cell(UserField field);

    /// <inheritdoc/>
    public abstract string Column(UserField field);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
