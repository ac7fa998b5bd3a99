using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PermModule.Storage.Sqlite;

/// <summary>One connection to a store file.</summary>
internal sealed class SqliteLink : StoreLink
{
    /// <summary>How long to wait for readers who keep the journal from being emptied.</summary>
    private static readonly TimeSpan ReaderWait = TimeSpan.FromSeconds(2);

    /// <summary>How long the files that are open are taken for those that were there when a change began. It commits only where they still are.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly SqliteConnection _connection;
    private readonly PermStoreOptions _options;
    private readonly WriteLock _lock;
    private readonly OpenFiles _files;
    private ChangeWatch? _watch;
    private bool _isWriting;
    private long _lookedAt;

    static SqliteLink()
    {
        // Counting its memory takes a lock at each allocation, and nobody asks for the count. Where the library was used before, this is refused and changes nothing.
        Batteries_V2.Init();
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private SqliteLink(SqliteConnection connection, string path, PermStoreOptions options)
    {
        _connection = connection;
        _options = options;
        Location = path;
        _lock = new WriteLock(path, options.LockTimeout);
        _files = new OpenFiles(path);
    }

    public override string Location { get; }

    public override string Engine => "SQLite";

    public override bool IsFile => true;

    public override bool IsRemote => false;

    public override TimeProvider Time => _options.Time;

    public override T Ask<T>(Func<DbConnection, T> query) => query(_connection);

    /// <summary>The handle of the connection, for the calls that only SQLite knows.</summary>
    public sqlite3 Handle => _connection.Handle!;

    public override IReadOnlyList<string> Schema => _options.Schema ?? StoreSchema.All;

    public override int BatchSize => _lock.BatchSize;

    public override bool IsInTransaction => _connection.State == ConnectionState.Open && raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Opens a file with the settings that durability rests on.</summary>
    /// <exception cref="PermException">The file cannot be read, or is no database.</exception>
    public static SqliteLink Open(string path, PermStoreOptions options)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = options.IsReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = (int)Math.Ceiling(options.LockTimeout.TotalSeconds),
        }.ToString());
        SqliteLink link = new(connection, path, options);
        try
        {
            connection.Open();

            // 4,000 pages are the size that the journal keeps. One that is cut each time it is emptied has to grow again, which makes each wait for the disk twice as long.
            link.Script("""
                PRAGMA synchronous = FULL;
                PRAGMA cache_size = -65536;
                PRAGMA temp_store = MEMORY;
                PRAGMA page_size = 16384;
                PRAGMA wal_autocheckpoint = 4000;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA trusted_schema = OFF;
                """);
            link._files.RefuseIfOthers();
            return link;
        }
        catch (SqliteException error)
        {
            link.Dispose();
            throw link.Translate(error);
        }
    }

    public override string AnyOf(int parameter, int count) => $"IN (SELECT value FROM json_each(${parameter}))";

    public override Statement Prepare(string sql) => new SqliteStatement(Handle, Location, _options.LockTimeout, sql);

    /// <summary>Runs statements that return nothing.</summary>
    public void Script(string sql)
    {
        int code = raw.sqlite3_exec(Handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteErrors.Last(Handle, code);
        }
    }

    public override int BatchFor(int wanted) => _lock.BatchFor(wanted);

    public override bool Scrub(Action throwIfCancelled)
    {
        try
        {
            // Rewrites every page, those that were free before included.
            WaitFor(() => raw.sqlite3_exec(Handle, "VACUUM"), throwIfCancelled);
        }
        catch (PermException)
        {
            return false;
        }

        long start = Stopwatch.GetTimestamp();
        while (ReadNumber("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
        {
            throwIfCancelled();
            if (Stopwatch.GetElapsedTime(start) > ReaderWait)
            {
                return false;
            }

            Thread.Sleep(20);
        }

        return true;
    }

    public override void FitBatch() => _lock.FitBatch();

    public override void BeginRead() => Script("BEGIN DEFERRED");

    public override void BeginWrite(Action throwIfCancelled)
    {
        WaitFor(() => raw.sqlite3_exec(Handle, "BEGIN IMMEDIATE"), throwIfCancelled);
        _isWriting = true;

        // What the change before found a moment ago is not looked for again: before this one commits it is.
        if (Stopwatch.GetElapsedTime(_lookedAt) > Moment)
        {
            RefuseIfMoved();
        }
    }

    /// <summary>Runs what acquires the write lock until it has it.</summary>
    /// <exception cref="PermBusyException"><c>StoreBusy</c>: another process held the lock longer than the wait.</exception>
    public void WaitFor(Func<int> tryLock, Action throwIfCancelled)
    {
        int code = _lock.WaitFor(tryLock, throwIfCancelled);
        if (code != raw.SQLITE_OK)
        {
            throw Translate(SqliteErrors.Last(Handle, code));
        }
    }

    public override void Commit()
    {
        if (_isWriting)
        {
            RefuseIfMoved();
        }

        Script("COMMIT");
        _isWriting = false;
    }

    public override void Rollback()
    {
        if (IsInTransaction)
        {
            raw.sqlite3_exec(Handle, "ROLLBACK");
        }

        _isWriting = false;
    }

    public override void OpenStep(int depth) => Script("SAVEPOINT " + Step(depth));

    public override void ReleaseStep(int depth) => Script("RELEASE " + Step(depth));

    public override void UndoStep(int depth)
    {
        Script("ROLLBACK TO " + Step(depth));
        Script("RELEASE " + Step(depth));
    }

    public override void NoteState()
    {
        _watch ??= new ChangeWatch(this);
        _watch.Note();
    }

    public override bool IsUnchanged() => _watch!.IsSame();

    public override int ReadSchemaVersion() => (int)ReadNumber("PRAGMA user_version");

    // A backup that takes its place has its id, and is another file.
    public override string? ReadIdentity() => FileState.Of(Location, followsLinks: true) is { } file
        ? string.Create(CultureInfo.InvariantCulture, $"{ReadText("SELECT store_id || '/' || version_base FROM store_state")}/{file.Number}")
        : null;

    /// <summary>The number that a query returns, which is not kept prepared.</summary>
    public long ReadNumber(string sql) => ReadOnce(sql, row => row.Number(0));

    /// <summary>The text that a query returns, which is not kept prepared.</summary>
    public string? ReadText(string sql) => ReadOnce(sql, row => row.Text(0));

    /// <summary>Sends changes through a journal beside the file, so that readers and a writer do not wait for each other.</summary>
    public override void UseJournal()
    {
        ReadText("PRAGMA journal_mode = WAL");
        _files.NoteJournals();
    }

    public override void RefuseIfNoStore()
    {
        if (ReadNumber("PRAGMA application_id") != StoreMark.ApplicationId)
        {
            throw new PermCorruptException(ErrorId.StoreCorrupt, $"'{Location}' is not a permission store.", Location) { Detail = ErrorDetail.NotAStore };
        }
    }

    public override void ApplySchema(int version)
    {
        Script(Schema[version - 1]);
        Script(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}; PRAGMA application_id = {StoreMark.ApplicationId}"));
    }

    public override IReadOnlyList<string> SchemaProblems(int version) => SchemaObjects.Differences(this, version);

    public override IReadOnlyList<string> OtherTypes() => SchemaObjects.OtherTypes(this);

    public override IReadOnlyList<string> Damage() => [.. ReadTexts("PRAGMA integrity_check(10)", row => row.Text(0)!).Where(line => line != "ok")];

    public override IReadOnlyList<string> BrokenReferences() => ReadTexts("PRAGMA foreign_key_check", row => $"a row of {row.Text(0)} points to a missing row of {row.Text(2)}");

    public override long SizeBytes() => new[] { Location, Location + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);

    public override StoreLink OpenReader() => Open(Location, _options with { IsReadOnly = true });

    public override void HideBehindPast(long lastEvent, long moment) => Script(PastSchema.Script(lastEvent, moment));

    public override void Interrupt() => raw.sqlite3_interrupt(Handle);

    public override PermException Translate(DbException error) => SqliteErrors.Translate((SqliteException)error, Location, _options.LockTimeout);

    public override void Dispose()
    {
        _watch?.Dispose();
        _connection.Dispose();
        _lock.Dispose();
    }

    /// <summary>Refuses to change a file that is no longer the store at this path: the change would be lost.</summary>
    private void RefuseIfMoved()
    {
        try
        {
            _files.RefuseIfMoved();
        }
        catch
        {
            Rollback();
            throw;
        }

        _lookedAt = Stopwatch.GetTimestamp();
    }

    private T? ReadOnce<T>(string sql, Func<Statement, T> read)
    {
        Statement statement = Prepare(sql);
        try
        {
            return statement.Next() ? read(statement) : default;
        }
        finally
        {
            statement.Close();
        }
    }

    private List<string> ReadTexts(string sql, Func<Statement, string> read)
    {
        List<string> texts = [];
        Statement statement = Prepare(sql);
        try
        {
            while (statement.Next())
            {
                texts.Add(read(statement));
            }
        }
        finally
        {
            statement.Close();
        }

        return texts;
    }

    private static string Step(int depth) => string.Create(CultureInfo.InvariantCulture, $"s{depth}");
}
