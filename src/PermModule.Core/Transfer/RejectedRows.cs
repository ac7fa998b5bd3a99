using System.Globalization;

namespace PermModule.Transfer;

/// <summary>The rows of one file that an import rejects: counted, told of, and kept in a file of their own.</summary>
/// <param name="run">The import.</param>
/// <param name="users">Finds whom the rows name.</param>
/// <param name="source">The name of the file that is imported.</param>
/// <param name="file">Where the rows are kept, or null.</param>
internal sealed class RejectedRows(ImportRun run, RowUsers users, string source, RejectFile? file) : IDisposable
{
    private readonly List<PermImportReject> _told = [];

    /// <summary>How many rows were rejected.</summary>
    public long Count { get; private set; }

    /// <summary>The file that keeps the rows, or null where no row was rejected.</summary>
    public string? Path => file?.Path;

    /// <summary>The first of them, in the order of the file.</summary>
    public IReadOnlyList<PermImportReject> Told
    {
        get
        {
            _told.Sort((a, b) => a.Row.CompareTo(b.Row));
            return _told;
        }
    }

    /// <summary>Takes a row that was rejected.</summary>
    public void Add(ImportRow row, PermImportReject reject)
    {
        Count++;
        if (_told.Count < PermImportResult.MaxRejects)
        {
            _told.Add(reject);
        }

        file?.Write(row, reject);
        users.MarkNamed(row.UserName, row.Email, row.ExternalId);
        if (run.IsSync && row.IsDoubtful)
        {
            run.Distrust(string.Create(CultureInfo.InvariantCulture, $"row {row.Row} of '{source}' was rejected and might name anybody"));
        }
    }

    public void Dispose() => file?.Dispose();
}
