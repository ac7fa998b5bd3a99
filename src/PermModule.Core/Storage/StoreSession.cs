using System.Data.Common;
using Dapper;

namespace PermModule.Storage;

/// <summary>A session with one store: asks it and changes it. Not thread-safe; every runspace has its own.</summary>
internal sealed class StoreSession : IDisposable
{
    private readonly PermStoreOptions _options;
    private readonly StoreLink _link;
    private readonly StatementCache _statements;
    private readonly StoreVersion _version;
    private readonly StoreTransaction _transaction;
    private readonly StoreOrigin _origin;
    private readonly WorkBeside _beside = new();
    private readonly List<PermWarning> _warnings = [];
    private readonly Dictionary<Type, object> _parts = [];
    private StoreSession? _free;
    private CancellationToken _cancellation;
    private bool _isDisposed;

    public StoreSession(StoreLink link, PermStoreOptions options, StoreOrigin? origin = null)
    {
        _link = link;
        _options = options;
        Time = link.Time;
        _statements = new StatementCache(link);
        _origin = origin ?? new StoreOrigin(link.Location);
        _transaction = new StoreTransaction(this, link, _origin);
        _version = new StoreVersion(this, link);
    }

    /// <summary>Where the store is: the full path of a file, or server, database and schema.</summary>
    public string Path => _link.Location;

    public StoreLink Link
    {
        get
        {
            _beside.Wait();
            return _link;
        }
    }

    /// <summary>The clock that the session goes by.</summary>
    public TimeProvider Time { get; private init; }

    public bool IsReadOnly => _options.IsReadOnly;

    /// <summary>The transaction of this session, open or not.</summary>
    public StoreTransaction Transaction
    {
        get
        {
            _beside.Wait();
            return _transaction;
        }
    }

    /// <inheritdoc cref="StoreTransaction.IsOpen"/>
    public bool InTransaction => Transaction.IsOpen;

    /// <summary>Warnings of the operations so far, until they are taken.</summary>
    public List<PermWarning> Warnings
    {
        get
        {
            _beside.Wait();
            return _warnings;
        }
    }

    /// <inheritdoc cref="StoreLink.BatchSize"/>
    public int BatchSize => _link.BatchSize;

    /// <summary>True where the tables are hidden behind a past state of the store, in which users are two tables in one and no join with them is fast.</summary>
    public bool ShowsPast { get; private init; }

    /// <summary>Says, after what was read, that the store that is shown lacks it.</summary>
    public string Absence => ShowsPast ? "was not there at that time" : "is no longer there";

    /// <summary>Identifies what objects were read from, so that an object of another store is never mistaken for one of this store.</summary>
    public StoreOrigin Origin => _transaction.Origin;

    /// <inheritdoc cref="StoreLink.BatchFor"/>
    public int BatchFor(int wanted) => _link.BatchFor(wanted);

    /// <summary>What a layer above keeps with this session, made at its first use.</summary>
    public T Part<T>(Func<StoreSession, T> make)
        where T : class
    {
        _beside.Wait();
        if (!_parts.TryGetValue(typeof(T), out object? part))
        {
            part = make(this);
            _parts.Add(typeof(T), part);
        }

        return (T)part;
    }

    /// <summary>Stops running statements as soon as the token is canceled. Dispose the result to release the token.</summary>
    public IDisposable CancelWith(CancellationToken token)
    {
        _beside.Wait();
        CancellationToken before = _cancellation;
        _cancellation = token;
        _link.StopWith(token);
        CancellationTokenRegistration registration = token.Register(_link.Interrupt);
        return new Release(() =>
        {
            // What runs beside puts back what it found.
            _beside.Wait();
            registration.Dispose();
            _cancellation = before;
            _link.StopWith(before);
        });
    }

    public void ThrowIfCancelled() => _cancellation.ThrowIfCancellationRequested();

    /// <summary>A prepared statement, for what runs once a row, at start-up, or over hundreds of thousands of rows.</summary>
    public Statement Statement(string sql)
    {
        _beside.Wait();
        return _statements.Get(sql);
    }

    /// <summary>Runs a prepared statement that returns one number, or null for no row or a null.</summary>
    /// <exception cref="PermCorruptException"><c>StoreCorrupt</c>: it returned something else.</exception>
    public long? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        using Statement statement = Query(sql, values);
        return statement.Next() ? statement.OptionalNumber(0) : null;
    }

    /// <summary>Runs a prepared change and returns the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Statement(sql).Bind(values).Run();

    /// <summary>Runs a prepared change whose count nobody asks for.</summary>
    public void Send(string sql, params ReadOnlySpan<object?> values) => Statement(sql).Bind(values).Send();

    /// <inheritdoc cref="Statement.Announce"/>
    public void Announce(string sql, params ReadOnlySpan<object?> values)
    {
        if (Link.IsRemote)
        {
            Statement(sql).Bind(values).Announce();
        }
    }

    /// <summary>Begins a prepared query. Dispose the result before the same text runs again.</summary>
    public Statement Query(string sql, params ReadOnlySpan<object?> values) => Statement(sql).Bind(values);

    /// <summary>
    /// Runs an ordinary query and maps its rows to values or to tuples. Not to records: those need columns of exact types,
    /// while SQLite takes the type of a computed column from its first row. The mapper compiles code at the first use of each query,
    /// which costs more than many rows do, so use <see cref="Statement"/> for what every session reads and for hundreds of thousands of rows.
    /// </summary>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">An object whose properties are the values of the parameters <c>@Name</c>, case-sensitive; or null.</param>
    public IReadOnlyList<T> Rows<T>(string sql, object? parameters = null) => Link.Ask(connection => connection.Query<T>(_link.Text(sql), parameters).AsList());

    /// <summary>Runs a read, translating errors of the engine.</summary>
    public T Read<T>(Func<T> read)
    {
        _beside.Wait();
        try
        {
            ThrowIfCancelled();
            return read();
        }
        catch (DbException error)
        {
            throw Translate(error);
        }
    }

    /// <summary>Runs work on this session beside what its thread does next; who needs the session waits until the work is done.</summary>
    public Task<T> RunBeside<T>(Func<T> work) => _beside.Start(work, isLong: true);

    /// <summary>False inside a change, which goes on using the session, and for work that runs beside itself.</summary>
    public bool CanReadBeside => !_beside.IsOwnThread && !Transaction.CanWrite;

    /// <summary>Reads beside what the thread of this session does next; who needs the session waits, which is not for long.</summary>
    public Task<T> ReadBeside<T>(Func<T> read) => _beside.Start(() => Read(read), isLong: false);

    /// <summary>True while work runs beside the thread that asks.</summary>
    public bool IsBusy => _beside.IsLongRunning;

    /// <summary>A session that reads without waiting: this one, or while work runs beside its thread one that shows what is committed. Objects read there are of this store.</summary>
    public StoreSession Free => IsBusy ? _free ??= new StoreSession(_link.OpenReader(), _options with { IsReadOnly = true }, _origin) : this;

    /// <summary>Runs several reads on one state of the store.</summary>
    public T ReadConsistently<T>(Func<T> read) => Read(() => Transaction.Read(read));

    /// <summary>Opens the same store once more, for reading what is committed.</summary>
    public StoreSession OpenReader() => new(Link.OpenReader(), _options with { IsReadOnly = true });

    /// <summary>Opens the same store once more for showing it as of a past moment. Objects read there are of this store.</summary>
    /// <param name="time">A clock that stands at that moment.</param>
    public StoreSession OpenPast(TimeProvider time) => new(Link.OpenReader(), _options with { IsReadOnly = true }, _origin) { ShowsPast = true, Time = time };

    /// <inheritdoc cref="StoreVersion.Current"/>
    public long Version()
    {
        _beside.Wait();

        // Once the connection is closed, the memory is unmapped that the answer is read from.
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _version.Current();
    }

    /// <inheritdoc cref="StoreLink.ExpireState"/>
    public void ExpireState() => Link.ExpireState();

    /// <inheritdoc cref="StoreVersion.Head"/>
    public StoreHead Head() => _version.Head();

    /// <inheritdoc cref="StoreVersion.RefuseIfReplaced"/>
    public void RefuseIfReplaced(long mark) => _version.RefuseIfReplaced(mark);

    /// <inheritdoc cref="StoreVersion.Of"/>
    public long VersionOf(long eventId) => _version.Of(eventId);

    /// <summary>The version that an object notes when it is read, or -1 if what it shows may still be undone and its version used again.</summary>
    public long NotedVersion(long version) => Transaction.IsUndoable ? -1 : version;

    /// <inheritdoc cref="StoreLink.Scrub"/>
    public bool Scrub() => Link.Scrub(ThrowIfCancelled);

    /// <exception cref="PermNotPermittedException"><c>StoreReadOnly</c>.</exception>
    public void RefuseIfReadOnly()
    {
        if (IsReadOnly)
        {
            throw new PermNotPermittedException(ErrorId.StoreReadOnly, $"'{Path}' was opened read-only.", Path) { Detail = ErrorDetail.OpenedReadOnly };
        }
    }

    /// <inheritdoc cref="StoreLink.Rest"/>
    public bool Rest()
    {
        _free?.Rest();
        return !IsBusy && Link.Rest();
    }

    public PermException Translate(DbException error)
    {
        ThrowIfCancelled();
        return _link.Translate(error);
    }

    public void Dispose()
    {
        _beside.Wait();
        if (!_isDisposed)
        {
            _isDisposed = true;
            _free?.Dispose();
            _statements.Dispose();
            _transaction.Dispose();
            _link.Dispose();
        }
    }
}
