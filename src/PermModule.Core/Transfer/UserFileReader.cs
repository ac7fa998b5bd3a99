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

    /// <summary>True when the rest of the file could not be read.</summary>
    public bool IsIncomplete { get; protected set; }

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
