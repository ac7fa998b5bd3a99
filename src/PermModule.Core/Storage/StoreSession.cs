using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PermModule.Storage;

/// <summary>
/// One connection to a store file: the statements that run on it and the transaction in hand.
/// Not thread-safe; every runspace has its own.
/// </summary>
internal sealed class StoreSession : IDisposable
{
    private readonly PermStoreOptions _options;
    private readonly StatementCache _statements;
    private readonly StoreMemory _memory;
    private readonly WriteLock _lock;
    private bool _isHeldOpen;
    private CancellationToken _cancellation;
    private WriteScope? _scope;
    private int _depth;
    private bool _isDoomed;
    private bool _isDisposed;
    private bool _isTrial;

    public StoreSession(SqliteConnection connection, PermStoreOptions options, string path)
    {
        Connection = connection;
        _options = options;
        Path = path;
        _statements = new StatementCache(connection);
        _memory = new StoreMemory(this);
        _lock = new WriteLock(this, options.LockTimeout);
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

    /// <inheritdoc cref="WriteLock.BatchSize"/>
    public int BatchSize => _lock.BatchSize;

    /// <inheritdoc cref="WriteLock.BatchFor"/>
    public int BatchFor(int wanted) => _lock.BatchFor(wanted);

    /// <inheritdoc cref="WriteLock.LongestWait"/>
    public TimeSpan LongestWait => _lock.LongestWait;

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
    public IEnumerable<string> StatementTexts => _statements.Texts;

    /// <inheritdoc cref="StatementCache.LookUp"/>
    public LookUp LookUp(string sql) => _statements.LookUp(sql);

    /// <inheritdoc cref="StatementCache.RowChange"/>
    public RowChange RowChange(string sql) => _statements.RowChange(sql);

    /// <summary>Runs a prepared statement that returns one number, or null for no row.</summary>
    public long? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        return _statements.Bind(sql, values).ExecuteScalar() is long number ? number : null;
    }

    /// <summary>Runs a prepared statement and says how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => _statements.Bind(sql, values).ExecuteNonQuery();

    /// <summary>Runs a prepared query. Dispose the reader before the same statement runs again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => _statements.Bind(sql, values).ExecuteReader();

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
                _memory.TransactionEnded();
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

    /// <inheritdoc cref="StoreMemory.Version"/>
    public long Version()
    {
        // Once the connection is closed, SQLite has unmapped what the answer is read from.
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _memory.Version();
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

    /// <inheritdoc cref="StoreMemory.VersionOf"/>
    public long VersionOf(long eventId) => _memory.VersionOf(eventId);

    /// <summary>What an object notes that is read at a version: the version, or -1 where the state it shows may yet be undone and its number used again.</summary>
    public long NotedVersion(long version) => _isHeldOpen || _depth > 1 ? -1 : version;

    /// <summary>Profiles, tiers and contract as they are now; from memory while nothing of them changed, in whichever process.</summary>
    public PermissionSnapshot Snapshot() => _memory.Snapshot(InTransaction ? 0 : Version());

    /// <inheritdoc cref="StoreMemory.Snapshot"/>
    public PermissionSnapshot Snapshot(long version) => _memory.Snapshot(version);

    /// <inheritdoc cref="StoreMemory.SnapshotAt"/>
    public PermissionSnapshot? SnapshotAt(long configurationVersion) => _memory.SnapshotAt(configurationVersion);

    /// <inheritdoc cref="StoreMemory.HasMemberships"/>
    public bool HasMemberships(long version) => _memory.HasMemberships(version);

    /// <summary>Forgets the snapshot because profiles, tiers or contract are about to differ from it.</summary>
    public void ConfigurationChanged()
    {
        Execute("UPDATE store_state SET configuration_version = configuration_version + 1");
        _memory.ForgetSnapshot();
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _statements.Dispose();
        RollbackIfOpen();
        Ended();
        Connection.Dispose();
        _lock.Dispose();
    }

    public PermException Translate(SqliteException error)
    {
        ThrowIfCancelled();
        return StoreErrors.Translate(error, Path, _options.LockTimeout);
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
            _lock.FitBatch();
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

        _memory.ForgetSnapshot();
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
        _scope = null;
        _isDoomed = false;
        _isHeldOpen = false;
        _memory.TransactionEnded();
        _memory.ForgetVersion();
    }

    /// <inheritdoc cref="WriteLock.WaitFor"/>
    public void WaitFor(Func<int> tryLock) => _lock.WaitFor(tryLock);

    private void BeginImmediate()
    {
        WaitFor(() => raw.sqlite3_exec(Connection.Handle, "BEGIN IMMEDIATE"));
        _memory.Locked();
    }

    private void RollbackIfOpen()
    {
        if (Connection.State == ConnectionState.Open && raw.sqlite3_get_autocommit(Connection.Handle) == 0)
        {
            raw.sqlite3_exec(Connection.Handle, "ROLLBACK");
            _memory.ForgetSnapshot();
        }
    }

    private void Exec(string sql)
    {
        int code = raw.sqlite3_exec(Connection.Handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw StoreErrors.Last(Connection.Handle!, code);
        }
    }

    private sealed class PreviewResult(object? value) : Exception
    {
        public object? Value { get; } = value;
    }
}
