using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace PermModule.Storage.Postgres;

/// <summary>One connection to a store on a server.</summary>
internal sealed class PostgresLink : StoreLink
{
    /// <summary>How long a bulk change holds the head row in one piece: no one can see who waits.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    private readonly PostgresAddress _address;
    private readonly PermStoreOptions _options;
    private readonly bool _isReader;
    private readonly PostgresConnection _connection;
    private readonly PostgresChannel _channel;
    private readonly PostgresTransaction _transaction;
    private readonly PostgresCatalogue _catalogue;
    private readonly PostgresWatch _watch;
    private readonly PostgresClock _clock;
    private int _batchSize = Batching.First;
    private string? _identity;

    private PostgresLink(PostgresAddress address, PermStoreOptions options, CancellationToken stop, bool isReader = false)
    {
        _isReader = isReader;
        _address = address;
        _options = options;
        Schema = options.Schema is { } scripts ? [.. scripts.Select(PostgresSchema.Translate)] : PostgresSchema.All;
        _connection = new PostgresConnection(address, options, stop);
        _channel = new PostgresChannel(_connection, address.Location, new PostgresText(address.QuotedSchema, scripts: options.Schema is null ? null : Schema));
        _clock = new PostgresClock(options.Time);
        _transaction = new PostgresTransaction(_connection, _channel, _clock, options, Schema.Count);
        _catalogue = new PostgresCatalogue(_channel, address.Schema);
        _watch = new PostgresWatch(options.MaxStaleness);
    }

    public override string Location => _address.Location;

    public override string Engine => "PostgreSQL";

    public override bool IsFile => false;

    public override bool IsRemote => true;

    public override bool IsPooled => _connection.IsPooled;

    // A dump that is restored has the id of the store that it is of, and often its versions.
    public override string StateMark => "CAST(s.tableoid AS BIGINT)";

    // A clock that a caller brings is the one to go by.
    public override TimeProvider Time => _options.FollowsServer ? _clock : _options.Time;

    public override DateTimeOffset LatestNow => _options.FollowsServer ? _clock.LatestNow : base.LatestNow;

    public override T Ask<T>(Func<DbConnection, T> query)
    {
        _channel.Settle();
        return _connection.Attempt(() => query(_connection.Lend()));
    }

    public override IReadOnlyList<string> Schema { get; }

    public override int BatchSize => _batchSize;

    public override bool IsInTransaction => _transaction.IsOpen;

    /// <summary>The time that the server took to answer nothing.</summary>
    public override double? RoundTripMilliseconds
    {
        get
        {
            long start = Stopwatch.GetTimestamp();
            _channel.Scalar("SELECT 1");
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    /// <summary>The time of the server.</summary>
    public PostgresClock Clock => _clock;

    /// <summary>Connects to a server.</summary>
    /// <exception cref="PermException">The server cannot be reached, or refuses.</exception>
    public static PostgresLink Open(PostgresAddress address, PermStoreOptions options, CancellationToken stop) => new(address, options, stop);

    public override string Text(string sql) => _channel.Text(sql);

    // How long a list is the server learns with its values, and so plans the text each time, which takes longer than finding one row.
    public override string AnyOf(int parameter, int count) => count == 1 ? $"= ${parameter}" : $"= ANY(${parameter})";

    public override Statement Prepare(string sql) => new PostgresStatement(_channel, sql);

    public override int BatchFor(int wanted) => Math.Min(wanted, BatchSize);

    /// <summary>
    /// Removes the old versions of rows from the tables and hands free pages at their end back. What it does not promise: the write-ahead log, its archives, replicas
    /// and backups of the server keep what was erased until they are recycled, and pages freed on the disk are not overwritten.
    /// </summary>
    /// <remarks>VACUUM FULL rewrites the table, so that no copy stays in a page that is still in use; for that it keeps everybody else out of the table.</remarks>
    public override bool Scrub(Action throwIfCancelled)
    {
        try
        {
            // The server only warns of a table that the account may not rewrite, and an account can be set not to hear warnings.
            _channel.Script(string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = {Math.Max(1, (long)_options.LockTimeout.TotalMilliseconds)}; SET client_min_messages = warning"));
            bool isWhole = true;
            foreach (string table in PostgresSchema.Data)
            {
                throwIfCancelled();
                isWhole &= _connection.RunUnwarned($"VACUUM (FULL) {_address.QuotedSchema}.{table}");
            }

            _channel.Script("RESET lock_timeout; RESET client_min_messages");
            return isWhole;
        }
        catch (Exception error)
        {
            // The next use connects again, without the limit.
            _connection.Drop();
            if (error is not NpgsqlException)
            {
                throw;
            }

            throwIfCancelled();
            return false;
        }
    }

    public override void FitBatch() =>
        _batchSize = (int)Math.Clamp(_batchSize * Math.Clamp(Turn / _transaction.Held, 0.5, 2), Batching.Smallest, Batching.LargestShared);

    // A transaction that is read-only to the server makes no temporary tables either, which the past needs.
    public override void BeginRead() => _transaction.BeginRead(makesTables: _isReader);

    public override void BeginWrite(Action throwIfCancelled)
    {
        throwIfCancelled();
        _transaction.BeginWrite(throwIfCancelled);
    }

    public override void Commit() => _transaction.Commit();

    public override void Rollback() => _transaction.Rollback();

    public override void OpenStep(int depth) => _transaction.RunStep("SAVEPOINT", depth);

    public override void ReleaseStep(int depth) => _transaction.RunStep("RELEASE", depth);

    public override void UndoStep(int depth)
    {
        _channel.Forget();
        _transaction.RunStep("ROLLBACK TO", depth);
        _transaction.RunStep("RELEASE", depth);
    }

    public override void Settle() => _channel.Settle();

    public override void NoteEvent(long id, byte[] hash) => _transaction.NoteEvent(id, hash);

    public override void NoteState() => _watch.Note();

    public override bool IsUnchanged() => _watch.IsSame();

    public override void ExpireState() => _watch.Expire();

    public override int ReadSchemaVersion()
    {
        // A dump that takes the store's place has its id, and tables of its own.
        using PostgresStatement row = new(_channel, $"SELECT h.schema_version, s.store_id || '/' || s.version_base || '/' || h.tableoid::text FROM {PostgresSchema.Head} h LEFT JOIN store_state s ON TRUE");
        if (!row.Next())
        {
            throw _transaction.NoHead();
        }

        _identity = row.Text(1);
        return (int)row.Number(0);
    }

    // Asked for together with the version, since each question is a way there and back.
    public override string? ReadIdentity() => _identity;

    public override void ApplySchema(int version)
    {
        if (version == 1)
        {
            _channel.Script($"CREATE SCHEMA {_address.QuotedSchema}");
        }

        _channel.Script(_channel.Text(Schema[version - 1]));
        _channel.Execute(_channel.Text($"UPDATE {PostgresSchema.Head} SET schema_version = $1"), [new PostgresValue(NpgsqlDbType.Bigint, (long)version)]);
    }

    public override void RefuseIfNoStore() => _catalogue.RefuseIfNoStore();

    /// <summary>Prepares the link for a store that is not there yet.</summary>
    /// <exception cref="PermAlreadyExistsException"><c>StoreAlreadyExists</c>.</exception>
    public void ExpectNoStore()
    {
        _catalogue.RefuseIfThere();
        _transaction.HasHead = false;
    }

    /// <summary>Refuses a server that is not fit for a store, and sets the clock by it.</summary>
    /// <exception cref="PermException"><c>StoreRefused</c>, <c>StoreNotDurable</c>, <c>StoreReadOnly</c>.</exception>
    public void CheckServer()
    {
        PostgresServerCheck.Run(_channel, _options.IsReadOnly, _clock);
    }

    public override IReadOnlyList<string> SchemaProblems(int version) => _catalogue.Problems([.. Schema.Take(version)]);

    // The server holds every column to its type.
    public override IReadOnlyList<string> OtherTypes() => [];

    // Pages are the business of the server's own tools.
    public override IReadOnlyList<string> Damage() => [];

    public override IReadOnlyList<string> BrokenReferences() => _catalogue.BrokenReferences(PostgresSchema.TablesOf([.. Schema.Take(ReadSchemaVersion())]).ToHashSet(StringComparer.Ordinal));

    public override long SizeBytes() => _catalogue.SizeBytes();

    public override StoreLink OpenReader() => new PostgresLink(_address, _options with { IsReadOnly = true }, _connection.Stop, isReader: true);

    public override bool Rest()
    {
        if (IsInTransaction)
        {
            return false;
        }

        _channel.Settle();
        _connection.Drop();
        return true;
    }

    public override void HideBehindPast(long lastEvent, long moment)
    {
        try
        {
            _channel.Script(PostgresPast.Script(_address.QuotedSchema, lastEvent, moment));
        }
        catch (DbException error)
        {
            throw Translate(error);
        }

        _channel.Names = new PostgresText(_address.QuotedSchema, PostgresPast.Hidden);
    }

    public override void StopWith(CancellationToken token) => _connection.Stop = token;

    public override void Interrupt() => _connection.Interrupt();

    public override PermException Translate(DbException error) => _connection.Translate(error);

    public override void Dispose() => _connection.Dispose();
}
