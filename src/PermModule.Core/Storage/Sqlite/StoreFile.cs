using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PermModule.Storage;

/// <summary>Opens, creates and migrates store files.</summary>
internal static class StoreFile
{
    /// <summary>Makes the folder of a store where it is missing, for its owner alone.</summary>
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
            throw new PermBusyException("StoreUnavailable", $"'{path}' cannot be created: {error.Message} Choose another path.", path, error);
        }
    }

    /// <summary>Removes a store file with its journal.</summary>
    public static void Delete(string path)
    {
        foreach (string file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
        {
            File.Delete(file);
        }
    }

    public static StoreSession Open(string path, PermStoreOptions options)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = options.IsReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = (int)Math.Ceiling(options.LockTimeout.TotalSeconds),
        }.ToString());
        StoreSession session = new(connection, options, path);
        try
        {
            connection.Open();
            session.Execute("PRAGMA synchronous = FULL");
            session.Execute("PRAGMA cache_size = -65536");
            session.Execute("PRAGMA temp_store = MEMORY");
            session.Execute("PRAGMA wal_autocheckpoint = 10000");
            session.Execute("PRAGMA journal_size_limit = 67108864");
            session.Execute("PRAGMA trusted_schema = OFF");
            return session;
        }
        catch (SqliteException error)
        {
            session.Dispose();
            throw session.Translate(error);
        }
    }

    /// <summary>The version in the file's header.</summary>
    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>: not a store; <c>StoreTooNew</c>: made by a newer module.</exception>
    public static int ReadVersion(StoreSession session) => session.Read(() =>
    {
        long application = session.Scalar("PRAGMA application_id") ?? 0;
        int version = (int)(session.Scalar("PRAGMA user_version") ?? 0);
        if (application != Migrations.ApplicationId)
        {
            throw new PermCorruptException("StoreCorrupt", $"'{session.Path}' is not a permission store. Give the path of one, or make one with New-PermStore.", session.Path);
        }

        if (version > session.Schema.Count)
        {
            throw new PermCorruptException("StoreTooNew", $"'{session.Path}' has schema version {version}; this module knows versions up to {session.Schema.Count}. Update the module.", session.Path);
        }

        return version;
    });

    /// <summary>Has changes go through a journal beside the file, so that readers and a writer do not wait for each other.</summary>
    public static void UseJournal(StoreSession session) => session.Read(() => session.Execute("PRAGMA journal_mode = WAL"));

    /// <summary>Lays out a new, empty file, which the trail knows by the given name.</summary>
    public static void Initialize(StoreSession session, string name)
    {
        UseJournal(session);
        session.Read(() =>
        {
            session.Begin();
            Apply(session, name, from: 0, to: session.Schema.Count);
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {Migrations.ApplicationId}"));
            session.Commit();
            return true;
        });
    }

    /// <summary>Brings an older file to the newest version, after a backup beside it: one transaction a version, so that it goes on where it was cut off.</summary>
    public static void Migrate(StoreSession session, bool backsUp)
    {
        int version = ReadVersion(session);
        if (version < session.Schema.Count && session.IsReadOnly)
        {
            throw new PermNotPermittedException("StoreReadOnly", $"'{session.Path}' has schema version {version} and must be migrated to {session.Schema.Count} first. Connect once without -ReadOnly.", session.Path);
        }

        while (version < session.Schema.Count)
        {
            version = session.Read(() => MigrateOnce(session, backsUp));
        }
    }

    private static int MigrateOnce(StoreSession session, bool backsUp)
    {
        session.Begin();
        try
        {
            // Another process may have been faster; what counts is the version under the lock.
            int version = ReadVersion(session);
            if (version == session.Schema.Count)
            {
                session.Rollback();
                return version;
            }

            if (backsUp)
            {
                using StoreSession before = session.OpenReader();
                StoreBackup.Copy(before, string.Create(CultureInfo.InvariantCulture, $"{session.Path}.v{version}.bak"), overwrite: true);
            }

            Apply(session, Path.GetFileName(session.Path), version, version + 1);
            session.Commit();
            return version + 1;
        }
        catch
        {
            session.Rollback();
            throw;
        }
    }

    private static void Apply(StoreSession session, string name, int from, int to)
    {
        for (int version = from; version < to; version++)
        {
            using SqliteCommand script = session.Connection.CreateCommand();
            script.CommandText = session.Schema[version];
            script.ExecuteNonQuery();
        }

        if (from == 0)
        {
            long now = UtcTime.ToStored(session.Time.GetUtcNow());
            session.Execute("INSERT INTO store_state (id, store_id, created_at, configuration_version, version_base) VALUES (1, $0, $1, 1, 0)", Guid.NewGuid().ToString(), now);
            session.Execute("INSERT INTO seat_contract (id, enforcement, warning_percent, reactivation_delay_days) VALUES (1, 0, 90, 0)");
        }

        LoadCatalogue(session);
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {to}"));
        AuditWriter audit = new(session, Guid.NewGuid());
        audit.Write(
            from == 0 ? "StoreCreated" : "StoreMigrated",
            "Store",
            name,
            before: from == 0 ? null : json => json.WriteNumber("SchemaVersion", from),
            after: json => json.WriteNumber("SchemaVersion", to));
    }

    private static void LoadCatalogue(StoreSession session)
    {
        foreach (PermRight right in RightCatalogue.Default.Rights)
        {
            session.Execute("INSERT INTO rights (right_key) VALUES ($0) ON CONFLICT (right_key) DO NOTHING", right.Key);
        }
    }
}
