using System.Globalization;

namespace PermModule.Storage.Sqlite;

/// <summary>The file of a SQLite store, with the companions that SQLite keeps beside it.</summary>
internal static class StoreFile
{
    private static readonly string[] Companions = ["-wal", "-shm"];

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
        foreach (string companion in Companions)
        {
            File.Delete(path + companion);
        }
    }

    /// <summary>Opens a store file.</summary>
    /// <exception cref="PermException">The file cannot be read, or is no database.</exception>
    public static StoreSession Open(string path, PermStoreOptions options) => new(SqliteLink.Open(path, options), options);

    /// <summary>The connection of a session to a file.</summary>
    public static SqliteLink LinkOf(StoreSession session) => (SqliteLink)session.Link;

    /// <inheritdoc cref="SqliteLink.UseJournal"/>
    public static void UseJournal(StoreSession session) => session.Read(() =>
    {
        LinkOf(session).UseJournal();
        return true;
    });

    /// <summary>The schema version in the header of the file.</summary>
    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>: not a store; <c>StoreTooNew</c>: made by a newer module.</exception>
    public static int ReadVersion(StoreSession session) => session.Read(() =>
    {
        SqliteLink link = LinkOf(session);
        if (link.ReadNumber("PRAGMA application_id") != SqliteSchema.ApplicationId)
        {
            throw new PermCorruptException(ErrorId.StoreCorrupt, $"'{session.Path}' is not a permission store.", session.Path) { Detail = ErrorDetail.NotAStore };
        }

        int version = link.ReadSchemaVersion();
        if (version > session.Link.Schema.Count)
        {
            throw new PermCorruptException(ErrorId.StoreTooNew, $"'{session.Path}' has schema version {version}; this module knows versions up to {session.Link.Schema.Count}.", session.Path);
        }

        return version;
    });

    /// <summary>Runs the script that leads to a schema version, inside the open transaction.</summary>
    public static void ApplySchema(StoreSession session, int version)
    {
        SqliteLink link = LinkOf(session);
        link.Script(session.Link.Schema[version - 1]);
        link.Script(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}; PRAGMA application_id = {SqliteSchema.ApplicationId}"));
    }
}
