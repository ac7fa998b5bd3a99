namespace PermModule;

/// <summary>Reading and writing people and profiles as files.</summary>
public sealed class TransferService
{
    private readonly StoreSession _session;

    internal TransferService(StoreSession session) => _session = session;

    /// <summary>
    /// Imports people from a file. Rows that cannot be applied are in the result, the others are applied in batches, each whole or not at all.
    /// Phone numbers, company names and websites are not kept.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is imported, or null.</param>
    /// <param name="progress">Told after each batch how far it is, or null.</param>
    /// <exception cref="PermException">
    /// The file as a whole cannot be imported: <c>FileNotFound</c>, <c>NotAFile</c>, <c>FileUnreadable</c>, <c>FileEmpty</c>, <c>NoRows</c>, <c>FormatUnknown</c>, <c>NotPortalExport</c>,
    /// <c>ColumnMissing</c>, <c>ColumnAmbiguous</c>, <c>ColumnMapInvalid</c>, <c>StateColumnUnknown</c>, <c>DelimiterInvalid</c>, <c>NotJson</c>, <c>NotScim</c>, <c>ProfileNotFound</c>;
    /// the rejected rows cannot be written: <c>FileAlreadyExists</c>, <c>NotAFile</c>, <c>FileUnavailable</c>;
    /// <c>SyncTooMany</c> in an atomic synchronization; <c>NotPermitted</c>: the store is used as a user who may not import.
    /// </exception>
    public PermImportResult ImportUsers(string path, UserImportOptions? options = null, Action<TransferProgress>? progress = null) => ImportUsers([path], options, progress)[0];

    /// <summary>Imports people from files. A synchronization takes all of them together: it deactivates users who are in none of them.</summary>
    /// <param name="paths">The files; all are opened before a row is applied.</param>
    /// <param name="options">How they are imported, or null.</param>
    /// <param name="progress">Told after each batch how far it is, or null.</param>
    /// <returns>What became of each file.</returns>
    /// <exception cref="PermException">As for one file.</exception>
    public IReadOnlyList<PermImportResult> ImportUsers(IReadOnlyList<string> paths, UserImportOptions? options = null, Action<TransferProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _session.Demand(DelegatedAction.ManageUsers, paths.Count == 0 ? null : paths[0]);
        UserImportOptions wanted = options ?? new UserImportOptions();
        List<ImportSource> sources = [];
        try
        {
            foreach (string path in paths)
            {
                sources.Add(Open(path, wanted));
            }

            return Import(sources, wanted, progress);
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    /// <summary>The names of the visible worksheets of a workbook, in their order.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PermException"><c>FileNotFound</c>, <c>NotAFile</c>, <c>FileUnreadable</c>, <c>FormatUnknown</c>.</exception>
    public static IReadOnlyList<string> FindWorksheets(string path)
    {
        using FileStream file = InputFile.OpenRead(path);
        using Workbook book = Workbook.Open(file, path);
        return book.Sheets;
    }

    /// <summary>Imports people from a stream that can be read from its start more than once. It stays open.</summary>
    /// <param name="stream">The people.</param>
    /// <param name="options">How they are imported, or null.</param>
    /// <param name="progress">Told after each batch how far it is, or null.</param>
    /// <exception cref="PermException">As for a file.</exception>
    public PermImportResult ImportUsers(Stream stream, UserImportOptions? options = null, Action<TransferProgress>? progress = null)
    {
        _session.Demand(DelegatedAction.ManageUsers, target: null);
        UserImportOptions wanted = options ?? new UserImportOptions();
        using WorksheetText? sheet = ImportFile.Open(stream, "stream", wanted);
        return Import([new ImportSource(stream, "stream", sheet)], wanted, progress)[0];
    }

    /// <summary>Writes users to a file that only its owner can read: all of one state of the store, or no file. Memory does not grow with their number.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">As what; by the ending of the name unless given, and Csv where that says nothing.</param>
    /// <param name="filter">Which users; null is all.</param>
    /// <param name="overwrite">Replaces a file that is there.</param>
    /// <param name="hasMark">Starts a comma-separated file with the byte-order mark by which Excel knows UTF-8.</param>
    /// <param name="progress">Told after each thousand users how far it is, or null.</param>
    /// <exception cref="PermException"><c>FormatMismatch</c>: the ending of the name stands for another format; <c>FileAlreadyExists</c>, <c>NotAFile</c>, <c>FileUnavailable</c>; a literal user, profile, group or right that does not exist; <c>NotPermitted</c>: the store is used as a user who may not export.</exception>
    public FileInfo ExportUsers(string path, ExportFormat? format = null, UserFilter? filter = null, bool overwrite = false, bool hasMark = false, Action<TransferProgress>? progress = null)
    {
        CheckExportUsers(path, format, overwrite, hasMark);
        ExportFormat written = ExportFormats.For(path, format, hasMark);
        return OutputFile.Write(path, overwrite, stream => UserExporter.Write(_session, stream, written, hasMark, filter ?? new UserFilter(), progress), ownerOnly: true);
    }

    /// <summary>Refuses what <see cref="ExportUsers"/> would refuse before it reads the users, and writes nothing.</summary>
    /// <exception cref="PermException">Those of <see cref="ExportUsers"/>.</exception>
    public void CheckExportUsers(string path, ExportFormat? format = null, bool overwrite = false, bool hasMark = false)
    {
        _session.Demand(DelegatedAction.ExportUsers, path);
        ExportFormats.For(path, format, hasMark);
        OutputFile.Check(path, overwrite);
    }

    /// <summary>The text that a cell of an exported file stands for: without the apostrophe that keeps a spreadsheet from running it as a formula.</summary>
    public static string ReadCell(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return SpreadsheetText.Unescape(cell);
    }

    /// <summary>Writes all profiles, the changed tiers and the contract as one JSON document in a stable order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Replaces an existing file.</param>
    /// <exception cref="PermException"><c>FileAlreadyExists</c>, <c>FileUnavailable</c>; <c>NotPermitted</c>: the acting user may not see the contract.</exception>
    public FileInfo ExportProfiles(string path, bool overwrite = false)
    {
        CheckExportProfiles(path, overwrite);
        PermissionSnapshot snapshot = _session.Read(_session.Snapshot);
        return OutputFile.Write(path, overwrite, stream => ProfileDocumentWriter.Write(stream, snapshot));
    }

    /// <summary>Refuses what <see cref="ExportProfiles"/> would refuse before it reads the profiles, and writes nothing.</summary>
    /// <exception cref="PermException">Those of <see cref="ExportProfiles"/>.</exception>
    public void CheckExportProfiles(string path, bool overwrite = false)
    {
        _session.Demand(DelegatedAction.ViewSeats, path);
        OutputFile.Check(path, overwrite);
    }

    /// <summary>Applies a JSON document to profiles, tiers and contract atomically, inside the seat rules; does nothing if the store already matches. Profiles that it does not name stay.</summary>
    /// <param name="path">The document.</param>
    /// <param name="allowMaintenance">Allows rights that are for maintenance only.</param>
    /// <returns>What was changed, line by line.</returns>
    /// <exception cref="PermException">
    /// <c>FileNotFound</c>, <c>NotAFile</c>, <c>FileUnreadable</c>, <c>InvalidDocument</c>, <c>SchemaVersionUnknown</c>, <c>RightNotFound</c>, <c>DuplicateRight</c>, <c>DuplicateProfile</c>,
    /// and what the changes can be refused for.
    /// </exception>
    public IReadOnlyList<ProfileImportChange> ImportProfiles(string path, bool allowMaintenance = false)
    {
        ProfileDocument document = ReadProfiles(path);
        return _session.Write(scope => new ProfileImporter(scope, document, allowMaintenance, ignoreSeats: false).Apply());
    }

    /// <summary>Says what <see cref="ImportProfiles"/> would change, without changing it. Where seats are missing, the differences are listed beside the refusal.</summary>
    /// <param name="path">The document.</param>
    /// <param name="allowMaintenance">Allows rights that are for maintenance only.</param>
    /// <exception cref="PermException">As for an import, except that <c>SeatLimitExceeded</c> is part of the plan.</exception>
    public ProfileImportPlan PlanProfiles(string path, bool allowMaintenance = false)
    {
        ProfileDocument document = ReadProfiles(path);
        try
        {
            return _session.Preview(() => _session.Write(scope => Plan(scope, refusal: null)));
        }
        catch (SeatLimitException refusal)
        {
            try
            {
                return _session.Write<ProfileImportPlan>(scope => throw new PlanOnly(Plan(scope, refusal)));
            }
            catch (PlanOnly planned)
            {
                return planned.Plan;
            }
        }

        ProfileImportPlan Plan(WriteScope scope, SeatLimitException? refusal)
        {
            IReadOnlyList<ProfileImportChange> changes = new ProfileImporter(scope, document, allowMaintenance, ignoreSeats: refusal is not null).Apply();
            return new ProfileImportPlan { Changes = changes, Seats = new SeatService(_session, needs: []).GetUsageIfPermitted(), Refusal = refusal };
        }
    }

    private ProfileDocument ReadProfiles(string path)
    {
        _session.Demand(DelegatedAction.ManageProfiles, path);
        return InputFile.Read(path, ProfileDocumentReader.Read);
    }

    private static ImportSource Open(string path, UserImportOptions options)
    {
        FileStream file = InputFile.OpenRead(path);
        try
        {
            return new ImportSource(file, path, ImportFile.Open(file, path, options));
        }
        catch (Exception error)
        {
            file.Dispose();
            if (error is IOException or UnauthorizedAccessException)
            {
                throw InputFile.Unreadable(path, error);
            }

            throw;
        }
    }

    private IReadOnlyList<PermImportResult> Import(IReadOnlyList<ImportSource> sources, UserImportOptions options, Action<TransferProgress>? progress)
    {
        RejectPlaces.Prepare(sources, options);
        try
        {
            return new UserImporter(_session, options, progress).Run(sources);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unreadable(string.Join("' or '", sources.Take(3).Select(source => source.Name)), error);
        }
    }

    /// <summary>Carries a plan out of a change that is rolled back.</summary>
    private sealed class PlanOnly(ProfileImportPlan plan) : Exception
    {
        public ProfileImportPlan Plan { get; } = plan;
    }
}
