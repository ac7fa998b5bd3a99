using System.Data;
using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PermModule.Storage;

/// <summary>
/// One connection to a store file: prepared statements, the transaction in hand, and the translation of SQLite's errors.
/// Not thread-safe; every runspace has its own.
/// </summary>
internal sealed class StoreSession : IDisposable
{
    private const int FirstBatch = 2_000;
    private const int LargestBatch = 50_000;
    private const int SmallestBatch = 100;

    /// <summary>How long a bulk change holds the lock in one piece while others wait for it.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long a writer tries his luck before he stands in the queue. Handing the lock on in order takes a millisecond, longer than most changes,
    /// so while nobody has waited long it goes to whoever asks.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LookUp> _lookUps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowChange> _rowChanges = new(StringComparer.Ordinal);
    private readonly PermStoreOptions _options;
    private readonly WriterQueue _queue;
    private ChangeWatch? _watch;
    private bool _isHeldOpen;
    private CancellationToken _cancellation;
    private WriteScope? _scope;
    private int _depth;
    private bool _isDoomed;
    private bool _isDisposed;
    private bool _isTrial;
    private PermissionSnapshot? _snapshot;
    private long _snapshotVersion;
    private long _transactions = 1;
    private long _version = -1;
    private long? _versionBase;
    private long _membershipsVersion = -1;
    private bool _hasMemberships;
    private long _lockedAt;
    private bool _isContended;

    public StoreSession(SqliteConnection connection, PermStoreOptions options, string path)
    {
        Connection = connection;
        _options = options;
        Path = path;
        _queue = new WriterQueue(path);
    }

    public SqliteConnection Connection { get; }

    public string Path { get; }

    public TimeProvider Time => _options.Time;

    public bool IsReadOnly => _options.IsReadOnly;

    /// <summary>The schema scripts, oldest first.</summary>
    public IReadOnlyList<string> Schema => _options.Schema;

    /// <summary>Who the audit trail names as the author of a change.</summary>
    public string Actor { get; set; } = "";

    /// <summary>The number of the user in whose name the store is used, or null.</summary>
    public long? ActingUserId { get; set; }

    /// <summary>The correlation id of the changes to come, or null for one per change.</summary>
    public Guid? CorrelationId { get; set; }

    /// <summary>What the last operations went on in spite of, until somebody takes it.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>
    /// How many rows a bulk change best puts into its next transaction. A large one writes each page of an index once for many rows;
    /// a small one lets others in. So it grows while nobody else writes, and while somebody waits it is what the last ones got done in a turn.
    /// </summary>
    public int BatchSize { get; private set; } = FirstBatch;

    /// <summary>How many rows of those wanted the next transaction takes: fewer while somebody waits.</summary>
    public int BatchFor(int wanted) => _isContended ? Math.Min(wanted, BatchSize) : wanted;

    /// <summary>The longest that a change of this connection waited for its turn.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <summary>True while a transaction is open on this connection.</summary>
    public bool InTransaction => _depth > 0;

    /// <summary>Identifies what objects were read from, so that an object of another store is never taken for one of this.</summary>
    public object Origin { get; } = new();

    /// <summary>Stops what runs as soon as the token is cancelled. Dispose the result to let go of the token.</summary>
    public IDisposable CancelWith(CancellationToken token)
    {
        CancellationToken before = _cancellation;
        _cancellation = token;
        CancellationTokenRegistration registration = token.Register(() => raw.sqlite3_interrupt(Connection.Handle));
        return new Release(() =>
        {
            registration.Dispose();
            _cancellation = before;
        });
    }

    public void ThrowIfCancelled() => _cancellation.ThrowIfCancellationRequested();

    /// <summary>The texts of the statements prepared so far, for those who look at their plans.</summary>
    public IEnumerable<string> StatementTexts => _statements.Keys.Concat(_lookUps.Keys);

    /// <summary>A prepared statement of this connection, made once. Parameters are positional: <c>$0</c>, <c>$1</c> and so on.</summary>
    public SqliteCommand Statement(string sql, int parameters)
    {
        if (!_statements.TryGetValue(sql, out SqliteCommand? command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            for (int i = 0; i < parameters; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i}") });
            }

            command.Prepare();
            _statements.Add(sql, command);
        }

        return command;
    }

    /// <summary>A prepared look-up of this connection, made once.</summary>
    public LookUp LookUp(string sql)
    {
        if (!_lookUps.TryGetValue(sql, out LookUp? lookUp))
        {
            lookUp = new LookUp(Connection.Handle!, sql);
            _lookUps.Add(sql, lookUp);
        }

        return lookUp;
    }

    /// <summary>A prepared change of this connection, made once.</summary>
    public RowChange RowChange(string sql)
    {
        if (!_rowChanges.TryGetValue(sql, out RowChange? change))
        {
            change = new RowChange(Connection.Handle!, sql);
            _rowChanges.Add(sql, change);
        }

        return change;
    }

    /// <summary>Runs a prepared statement that returns one number, or null for no row.</summary>
    public long? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        SqliteCommand command = Bind(sql, values);
        return command.ExecuteScalar() is long number ? number : null;
    }

    /// <summary>Runs a prepared statement and says how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>Runs a prepared query. Dispose the reader before the same statement runs again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>
    /// Runs an ordinary query and maps its rows to values or to tuples of them. Not to records: those ask for columns of exact types,
    /// while SQLite tells the type of what a query computes by its first row. Code for each query is made at its first use,
    /// which costs more than many rows do: for nothing that every session reads, nor for rows by the hundred thousand.
    /// </summary>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">An object whose properties are the values of the parameters <c>@Name</c>, with the same case; or null.</param>
    public IReadOnlyList<T> Rows<T>(string sql, object? parameters = null) => Connection.Query<T>(sql, parameters).AsList();

    /// <summary>Runs a read, translating errors.</summary>
    public T Read<T>(Func<T> read)
    {
        try
        {
            ThrowIfCancelled();
            return read();
        }
        catch (SqliteException error)
        {
            throw Translate(error);
        }
    }

    /// <summary>Runs several reads on one state of the store.</summary>
    public T ReadConsistently<T>(Func<T> read)
    {
        if (InTransaction)
        {
            return Read(read);
        }

        return Read(() =>
        {
            Execute("BEGIN DEFERRED");
            _depth++;
            try
            {
                return read();
            }
            finally
            {
                _depth--;
                _transactions++;
                Execute("COMMIT");
            }
        });
    }

    /// <summary>
    /// Runs a change: all of it is committed, with its audit events and seat counters, or nothing.
    /// Inside an open transaction it is a step of that transaction that can fail alone.
    /// </summary>
    public T Write<T>(Func<WriteScope, T> write)
    {
        RefuseIfReadOnly();
        return _depth == 0 ? WriteOutermost(write) : WriteNested(write);
    }

    /// <summary>
    /// Runs changes as <see cref="Write"/> would and undoes them all: for saying what would happen.
    /// In a trial transaction they stay until its end, so that the next one can build on them.
    /// </summary>
    public T Preview<T>(Func<T> write)
    {
        if (_isTrial)
        {
            return Write(_ => write());
        }

        try
        {
            return Write<T>(_ => throw new PreviewResult(write()));
        }
        catch (PreviewResult preview)
        {
            return (T)preview.Value!;
        }
    }

    /// <summary>Opens a transaction that lasts until <see cref="Commit"/> or <see cref="Rollback"/>; inside another, a step of that one.</summary>
    /// <param name="isTrial">True for one that is always rolled back.</param>
    public void Begin(bool isTrial = false)
    {
        RefuseIfReadOnly();
        if (_depth == 0)
        {
            BeginImmediate();
            _isTrial = isTrial;
        }
        else
        {
            OpenStep();
        }

        _depth++;
        _isHeldOpen = true;
    }

    public void Commit()
    {
        if (_isDoomed || _depth == 0)
        {
            Rollback();
            throw RolledBack();
        }

        if (_depth > 1)
        {
            _depth--;
            Exec("RELEASE " + Step);
            return;
        }

        try
        {
            Exec("COMMIT");
        }
        catch (SqliteException error)
        {
            Rollback();
            throw Translate(error);
        }

        Ended();
    }

    /// <summary>Undoes the innermost open transaction; does nothing where none is open.</summary>
    public void Rollback()
    {
        if (_depth > 1)
        {
            _depth--;
            UndoStep();
        }
        else
        {
            RollbackIfOpen();
            Ended();
        }
    }

    /// <exception cref="PermConflictException"><c>TransactionAlreadyOpen</c>.</exception>
    public void RefuseInTransaction()
    {
        if (InTransaction)
        {
            throw new PermConflictException("TransactionAlreadyOpen", $"A transaction is open on '{Path}'. Do this before it or after it.", Path);
        }
    }

    /// <summary>Opens the same file once more, for reading what is committed.</summary>
    public StoreSession OpenReader() => StoreFile.Open(Path, _options with { IsReadOnly = true });

    /// <summary>
    /// A number that every change makes larger, in whichever process: the id of the newest audit event, and more once a backup was restored,
    /// so that it never comes again. Read from memory while SQLite says that nobody wrote.
    /// </summary>
    public long Version()
    {
        if (InTransaction)
        {
            return ReadVersion();
        }

        // The watch reads memory that SQLite unmaps when the connection closes.
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _watch ??= new ChangeWatch(this);
        if (_version < 0 || !_watch.IsSame())
        {
            _watch.Note();
            _versionBase = null;
            _version = ReadVersion();
        }

        return _version;
    }

    /// <summary>The user in whose name the store is used, as he is now, or null where nobody's rights are asked.</summary>
    public ActingUser? Acting() => ActingUserId is { } id ? ActingUser.Load(this, id, Actor) : null;

    /// <summary>Lets every change from here on be asked for the rights of a user, and names him in the trail; null asks nobody's.</summary>
    /// <exception cref="PermException"><c>UserNotFound</c>, <c>NotPermitted</c>: unknown or inactive.</exception>
    public ActingUser? ActAs(string? userName)
    {
        if (userName is null)
        {
            return null;
        }

        UserRow row = new UserStatements(this).Resolve(UserReference.ByName(userName));
        (ActingUserId, Actor) = (row.Id, row.UserName);
        return Acting();
    }

    /// <summary>Asks for the right that an action needs which writes nothing.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>.</exception>
    public void Demand(DelegatedAction action, object? target) => Read(() =>
    {
        Acting()?.Demand(action, target);
        return true;
    });

    /// <summary>The version of the store after an event of its trail.</summary>
    public long VersionOf(long eventId) => eventId + (_versionBase ??= Scalar("SELECT version_base FROM store_state") ?? 0);

    /// <summary>What an object notes that is read at a version: the version, or -1 where the state it shows may yet be undone and its number used again.</summary>
    public long NotedVersion(long version) => _isHeldOpen || _depth > 1 ? -1 : version;

    /// <summary>Profiles, tiers and contract as they are now; from memory while nothing of them changed, in whichever process.</summary>
    public PermissionSnapshot Snapshot() => Snapshot(InTransaction ? 0 : Version());

    /// <summary>The same at a version that was just read.</summary>
    public PermissionSnapshot Snapshot(long version)
    {
        // Inside a transaction nobody else can change it, and we say so when we do.
        version = InTransaction ? -_transactions : version;
        if (_snapshot is null || _snapshotVersion != version)
        {
            _snapshot = InTransaction ? Refreshed() : ReadConsistently(() =>
            {
                version = ReadVersion();
                return Refreshed();
            });
            _snapshotVersion = version;
        }

        return _snapshot;
    }

    /// <summary>The snapshot in memory if it is that of a configuration version just read from the store.</summary>
    public PermissionSnapshot? SnapshotAt(long configurationVersion) => _snapshot?.ConfigurationVersion == configurationVersion ? _snapshot : null;

    /// <summary>True when anybody is in a group: where not, reading users need not ask for each; from memory while nothing changed.</summary>
    public bool HasMemberships(long version)
    {
        if (_membershipsVersion != version || InTransaction)
        {
            _hasMemberships = Scalar("SELECT 1 FROM group_members LIMIT 1") is not null;
            _membershipsVersion = version;
        }

        return _hasMemberships;
    }

    /// <summary>Forgets the snapshot because profiles, tiers or contract are about to differ from it.</summary>
    public void ConfigurationChanged()
    {
        Execute("UPDATE store_state SET configuration_version = configuration_version + 1");
        _snapshot = null;
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        foreach (SqliteCommand command in _statements.Values)
        {
            command.Dispose();
        }

        _statements.Clear();
        foreach (LookUp lookUp in _lookUps.Values)
        {
            lookUp.Dispose();
        }

        foreach (RowChange change in _rowChanges.Values)
        {
            change.Dispose();
        }

        RollbackIfOpen();
        Ended();
        Connection.Dispose();
        _queue.Dispose();
    }

    public PermException Translate(SqliteException error)
    {
        _cancellation.ThrowIfCancellationRequested();
        return error.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new PermBusyException("StoreBusy", $"Another process held '{Path}' longer than {_options.LockTimeout.TotalSeconds:0} s. Try again, or let the other one finish.", Path, error),
            raw.SQLITE_FULL => new PermBusyException("DiskFull", $"There is no room left for '{Path}'. The change was not applied; free space and try again.", Path, error),
            raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN => new PermBusyException("StoreUnavailable", $"The disk refused to read or write '{Path}'. The change was not applied; check the disk and try again.", Path, error),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new PermNotPermittedException("StoreReadOnly", $"'{Path}' cannot be written by this account. Check the permissions of the file and its folder.", Path, error),
            raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => new PermCorruptException("StoreCorrupt", $"'{Path}' is not a permission store or is damaged. Restore a backup with Restore-PermStore.", Path, error),
            raw.SQLITE_INTERRUPT => throw new OperationCanceledException("The operation was stopped.", error),
            raw.SQLITE_TOOBIG => new PermInvalidInputException("ValueTooLong", "A value is too long to be stored. Shorten it.", Path, error),
            _ => new PermConflictException("StoreRefused", $"'{Path}' refused the change ({error.SqliteExtendedErrorCode}: {error.Message}). Nothing was applied.", Path, error),
        };
    }

    private T WriteOutermost<T>(Func<WriteScope, T> write)
    {
        BeginImmediate();
        _depth = 1;
        try
        {
            WriteScope scope = _scope = new WriteScope(this);
            T result = write(scope);
            scope.Complete();
            Exec("COMMIT");
            FitBatch();
            return result;
        }
        catch (SqliteException error)
        {
            RollbackIfOpen();
            throw Translate(error);
        }
        catch
        {
            RollbackIfOpen();
            throw;
        }
        finally
        {
            Ended();
        }
    }

    private T WriteNested<T>(Func<WriteScope, T> write)
    {
        WriteScope? outer = _scope;
        outer?.Complete();
        OpenStep();
        int depth = _depth++;
        try
        {
            WriteScope scope = _scope = new WriteScope(this);
            T result = write(scope);
            scope.Complete();
            _depth--;
            Exec("RELEASE " + Step);
            return result;
        }
        catch (Exception error)
        {
            _depth = depth;
            UndoStep();
            if (error is SqliteException sqlite)
            {
                throw Translate(sqlite);
            }

            throw;
        }
        finally
        {
            _depth = depth;
            outer?.Forget();
            _scope = outer;
        }
    }

    private string Step => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"s{_depth}");

    private void OpenStep()
    {
        if (_isDoomed)
        {
            throw RolledBack();
        }

        Exec("SAVEPOINT " + Step);
    }

    private void UndoStep()
    {
        // SQLite itself rolls the whole transaction back on a full disk or an I/O error; then there is no savepoint left.
        if (raw.sqlite3_get_autocommit(Connection.Handle) == 0)
        {
            Exec("ROLLBACK TO " + Step);
            Exec("RELEASE " + Step);
        }
        else
        {
            _isDoomed = true;
        }

        _snapshot = null;
    }

    private PermConflictException RolledBack() =>
        new("TransactionRolledBack", $"The transaction on '{Path}' was rolled back earlier, because the disk refused a step of it or the store was closed. Nothing was applied; run it again.", Path);

    private void RefuseIfReadOnly()
    {
        if (IsReadOnly)
        {
            throw new PermNotPermittedException("StoreReadOnly", $"'{Path}' was opened read-only. Connect without -ReadOnly to change it.", Path);
        }
    }

    private void Ended()
    {
        _depth = 0;
        _isTrial = false;
        _transactions++;
        _scope = null;
        _isDoomed = false;
        _isHeldOpen = false;
        _version = -1;
    }

    private PermissionSnapshot Refreshed()
    {
        long configuration = Scalar("SELECT configuration_version FROM store_state") ?? 0;
        return SnapshotAt(configuration) ?? PermissionSnapshot.Load(this, configuration);
    }

    private long ReadVersion() => VersionOf(Scalar("SELECT id FROM audit_events ORDER BY id DESC LIMIT 1") ?? 0);

    /// <summary>
    /// Runs what takes the write lock until it has it. Microsoft.Data.Sqlite sleeps 150 ms between tries, which starves a writer among several;
    /// here who could not have it at once stands in a queue, and who comes later stands behind him.
    /// </summary>
    public void WaitFor(Func<int> tryLock)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                ThrowIfCancelled();
                int ahead = _queue.Ahead();
                TimeSpan waited = Stopwatch.GetElapsedTime(start);
                bool isLast = waited > _options.LockTimeout;
                int code = ahead == 0 || isLast ? tryLock() : raw.SQLITE_BUSY;
                if (code == raw.SQLITE_OK)
                {
                    LongestWait = waited > LongestWait ? waited : LongestWait;
                    _isContended = waited > Patience;
                    _lockedAt = Stopwatch.GetTimestamp();
                    return;
                }

                // The low byte: who recovers a journal after a crash holds the lock by another name.
                if ((code & 0xFF) is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED) || isLast)
                {
                    throw Translate(new SqliteException(raw.sqlite3_errmsg(Connection.Handle).utf8_to_string(), code & 0xFF, code));
                }

                if (waited > Patience || ahead > 0)
                {
                    _queue.Wait();
                }

                // Never a busy loop: who has the lock may need the processor to let go of it.
                Thread.Sleep(Math.Min(ahead + 1, 5));
            }
        }
        finally
        {
            _queue.Leave();
        }
    }
    /// <summary>Chooses the size of the next transaction of a bulk change by how the last one went.</summary>
    private void FitBatch()
    {
        TimeSpan held = Stopwatch.GetElapsedTime(_lockedAt);
        _isContended |= held > Patience && _queue.Ahead() > 0;
        BatchSize = _isContended
            ? (int)Math.Clamp(BatchSize * (Turn / held), SmallestBatch, FirstBatch)
            : Math.Min(LargestBatch, BatchSize * 2);
    }

    private void BeginImmediate()
    {
        WaitFor(() => raw.sqlite3_exec(Connection.Handle, "BEGIN IMMEDIATE"));
        _versionBase = null;
    }

    private void RollbackIfOpen()
    {
        if (Connection.State == ConnectionState.Open && raw.sqlite3_get_autocommit(Connection.Handle) == 0)
        {
            raw.sqlite3_exec(Connection.Handle, "ROLLBACK");
            _snapshot = null;
        }
    }

    private void Exec(string sql)
    {
        int code = raw.sqlite3_exec(Connection.Handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(Connection.Handle).utf8_to_string(), code & 0xFF, code);
        }
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        SqliteCommand command = Statement(sql, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    private sealed class PreviewResult(object? value) : Exception
    {
        public object? Value { get; } = value;
    }
}
