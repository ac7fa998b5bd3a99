using System.Globalization;

namespace PermModule.Storage.Sqlite;

/// <summary>The file of a SQLite store, with the companions that SQLite keeps beside it.</summary>
internal static class StoreFile
{
    /// <summary>Long enough for a journal that is being recovered, not for a session.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a store that is being replaced has its second name, at the very most.</summary>
    private static readonly TimeSpan ReplacingTime = TimeSpan.FromMinutes(1);

    private const string Kept = ".replaced-";
    private const string KeptTime = "yyyyMMdd'T'HHmmssfff'Z'";
    private const int KeptTimeLength = 19;

    /// <summary>Creates the folder of a store if it is missing, for its owner only.</summary>
    /// <exception cref="PermBusyException"><c>StoreUnavailable</c>.</exception>
    public static void CreateFolder(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        try
        {
            if (OperatingSystem.IsWindows() || Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PermBusyException(ErrorId.StoreUnavailable, $"'{path}' cannot be created: {error.Message}", path, error);
        }
    }

    /// <summary>Removes a store file with its companions.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        DeleteCompanions(path);
    }

    /// <summary>Removes what SQLite left beside a file.</summary>
    public static void DeleteCompanions(string path)
    {
        foreach (string journal in StoreMark.Journals)
        {
            File.Delete(path + journal);
        }
    }

    /// <summary>
    /// Takes away the second name that a store got when it was to be replaced and that was killed before the new one took its place.
    /// One that is being replaced at this moment keeps it.
    /// </summary>
    public static void DropKeptNames(string path)
    {
        string start = path + Kept;
        foreach (string other in Directory.EnumerateFiles(Path.GetDirectoryName(path)!).Where(other => other.StartsWith(start, StringComparison.Ordinal)))
        {
            string stamp = other[start.Length..];
            bool isDated = DateTimeOffset.TryParseExact(stamp.Length > KeptTimeLength ? stamp[..KeptTimeLength] : stamp, KeptTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset began);
            if (isDated && TimeProvider.System.GetUtcNow() - began > ReplacingTime && OutputFile.IsSame(path, other))
            {
                File.Delete(other);
            }
        }
    }

    /// <summary>A free name beside a store, under which it is kept when another takes its place.</summary>
    public static string KeptName(string path, TimeProvider time)
    {
        string name = $"{path}{Kept}{time.GetUtcNow().UtcDateTime.ToString(KeptTime, CultureInfo.InvariantCulture)}";
        string free = name;
        for (int i = 2; File.Exists(free); i++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        }

        return free;
    }

    /// <summary>The journals beside a path, which SQLite would apply to whatever store is put there.</summary>
    public static IReadOnlyList<string> JournalsOf(string path) => [.. StoreMark.Journals.Where(journal => File.Exists(path + journal))];

    /// <summary>Keeps the journals of a store that was, under the name under which it is kept.</summary>
    public static void KeepJournals(string path, string keptAs)
    {
        foreach (string journal in JournalsOf(path))
        {
            File.Move(path + journal, keptAs + journal);
        }
    }

    /// <summary>Makes sure that nobody has a store open, and brings all that its journal holds into its file.</summary>
    /// <exception cref="PermBusyException"><c>StoreInUse</c>.</exception>
    public static void RefuseIfInUse(string path)
    {
        using StoreSession session = Open(path, new PermStoreOptions { LockTimeout = ShortWait });
        StoreLayout.ReadVersion(session);
        try
        {
            // SQLite takes the journal away only where no other connection, of whichever process, has the file open.
            session.Read(() => LinkOf(session).ReadText("PRAGMA journal_mode = DELETE"));
        }
        catch (PermBusyException error) when (error.ErrorId == ErrorId.StoreBusy)
        {
            throw new PermBusyException(ErrorId.StoreInUse, $"'{path}' is a store in use: another session has it open.", path, error);
        }
    }

    /// <summary>Opens a store file.</summary>
    /// <exception cref="PermException">The file cannot be read, or is no database; <c>NotAFile</c>: a folder, pipe or device.</exception>
    public static StoreSession Open(string path, PermStoreOptions options)
    {
        if (StoreMark.Journals.Prepend("").FirstOrDefault(suffix => FileState.IsSpecial(path + suffix)) is { } special)
        {
            throw OutputFile.NotAFile(path + special);
        }

        return new StoreSession(SqliteLink.Open(path, options), options);
    }

    /// <summary>The connection of a session to a file.</summary>
    public static SqliteLink LinkOf(StoreSession session) => (SqliteLink)session.Link;
}
