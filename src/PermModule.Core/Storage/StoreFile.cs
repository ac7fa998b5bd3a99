using System.Globalization;
using Microsoft.Data.Sqlite;
using PermModule.Audit;

namespace PermModule.Storage;

/// <summary>Opens, creates and migrates store files.</summary>
internal static class StoreFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates an empty file that only its owner can read.</summary>
    /// <exception cref="PermAlreadyExistsException"><c>StoreAlreadyExists</c>.</exception>
    public static void CreateFile(string path)
    {
        string? folder = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            }
        }

        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (IOException) when (File.Exists(path) || Directory.Exists(path))
        {
            throw new PermAlreadyExistsException("StoreAlreadyExists", $"'{path}' already exists. Open it with Connect-PermStore, or replace it with New-PermStore -Force.", path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PermBusyException("StoreUnavailable", $"'{path}' cannot be created: {error.Message} Choose another path.", path, error);
        }
    }

    /// <summary>Removes a store file with its journal.</summary>
    public static void Delete(string path)
    {
        foreach (string file in new[] { path, path + "-wal", path + "-shm" })
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

        if (version > Migrations.Newest)
        {
            throw new PermCorruptException("StoreTooNew", $"'{session.Path}' has schema version {version}; this module knows versions up to {Migrations.Newest}. Update the module.", session.Path);
        }

        return version;
    });

    /// <summary>Lays out a new, empty file.</summary>
    public static void Initialize(StoreSession session)
    {
        session.Read(() =>
        {
            session.Execute("PRAGMA journal_mode = WAL");
            session.Begin();
            Apply(session, from: 0);
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {Migrations.ApplicationId}"));
            session.Commit();
            return true;
        });
    }

    /// <summary>Brings an older file to the newest version, after a backup beside it.</summary>
    public static void Migrate(StoreSession session, int version)
    {
        if (version == Migrations.Newest)
        {
            return;
        }

        if (session.IsReadOnly)
        {
            throw new PermNotPermittedException("StoreReadOnly", $"'{session.Path}' has schema version {version} and must be migrated to {Migrations.Newest} first. Connect once without -ReadOnly.", session.Path);
        }

        session.Read(() =>
        {
            StoreBackup.Copy(session, string.Create(CultureInfo.InvariantCulture, $"{session.Path}.v{version}.bak"), overwrite: true);
            session.Begin();
            try
            {
                // Another process may have been faster; what counts is the version under the lock.
                int current = (int)(session.Scalar("PRAGMA user_version") ?? 0);
                Apply(session, current);
                session.Commit();
            }
            catch
            {
                session.Rollback();
                throw;
            }

            return true;
        });
    }

    private static void Apply(StoreSession session, int from)
    {
        for (int version = from; version < Migrations.Newest; version++)
        {
            using SqliteCommand script = session.Connection.CreateCommand();
            script.CommandText = Migrations.All[version];
            script.ExecuteNonQuery();
        }

        if (from == 0)
        {
            long now = UtcTime.ToStored(session.Time.GetUtcNow());
            session.Execute("INSERT INTO store_state (id, store_id, created_at, configuration_version) VALUES (1, $0, $1, 1)", Guid.NewGuid().ToString(), now);
            session.Execute("INSERT INTO seat_contract (id, enforcement, warning_percent, reactivation_delay_days) VALUES (1, 0, 90, 0)");
        }

        LoadCatalogue(session);
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Migrations.Newest}"));
        AuditWriter audit = new(session, Guid.NewGuid());
        audit.Write(
            from == 0 ? "StoreCreated" : "StoreMigrated",
            "Store",
            Path.GetFileName(session.Path),
            before: from == 0 ? null : json => json.WriteNumber("SchemaVersion", from),
            after: json => json.WriteNumber("SchemaVersion", Migrations.Newest));
    }

    private static void LoadCatalogue(StoreSession session)
    {
        foreach (PermRight right in RightCatalogue.Default.Rights)
        {
            session.Execute("INSERT INTO rights (right_key) VALUES ($0) ON CONFLICT (right_key) DO NOTHING", right.Key);
        }
    }
}
