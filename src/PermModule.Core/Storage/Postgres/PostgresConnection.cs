using System.Data;
using System.Data.Common;
using Npgsql;

namespace PermModule.Storage.Postgres;

/// <summary>The connection to a server: made again where it was lost between transactions, and stopped from any thread.</summary>
internal sealed class PostgresConnection : IDisposable
{
    private readonly PostgresAddress _address;
    private readonly PermStoreOptions _options;
    private readonly PostgresCommands _commands = new();
    private NpgsqlConnection _connection;
    private volatile Action? _cancel;
    private volatile bool _isLent;
    private bool _isMarred;

    /// <summary>Connects to a server.</summary>
    /// <param name="address">The server.</param>
    /// <param name="options">How it is connected to.</param>
    /// <param name="stop">Ends the wait for a server that does not answer.</param>
    public PostgresConnection(PostgresAddress address, PermStoreOptions options, CancellationToken stop)
    {
        _address = address;
        _options = options;
        Stop = stop;
        _connection = Connect(stop);
    }

    /// <summary>Ends the wait for a server that does not answer when it is connected to again.</summary>
    public CancellationToken Stop { get; set; }

    public bool IsAlive => _connection.State == ConnectionState.Open;

    /// <summary>True from BEGIN on until the transaction ends, also where the connection was lost meanwhile.</summary>
    public bool IsInTransaction { get; set; }

    /// <summary>
    /// True where something between this process and the server hands sessions to others between transactions. What a session would keep, a prepared statement for one,
    /// is not there in the next transaction, or is another client's.
    /// </summary>
    public bool IsPooled { get; private set; }

    /// <summary>Gives the connection to what keeps its command to itself.</summary>
    public DbConnection Lend()
    {
        _isLent = true;
        return _connection;
    }

    /// <summary>A batch, to be filled with <see cref="Add"/> at once.</summary>
    public NpgsqlBatch NewBatch()
    {
        _commands.BeginBatch();
        return new NpgsqlBatch(_connection);
    }

    /// <summary>Adds a statement to the newest batch.</summary>
    public void Add(NpgsqlBatch batch, string sql, params PostgresValue[] values) => batch.BatchCommands.Add(_commands.Make(sql, values));

    public NpgsqlCommand NewCommand(string sql, PostgresValue[] values)
    {
        NpgsqlCommand command = new(sql, _connection);
        foreach (PostgresValue value in values)
        {
            command.Parameters.Add(value.ToParameter());
        }

        return command;
    }

    /// <summary>Runs a statement at once.</summary>
    public int Run(string sql)
    {
        using NpgsqlCommand command = new(sql, _connection);
        return Watched(command.Cancel, command.ExecuteNonQuery);
    }

    /// <summary>Runs a statement at once; false where the server warned, which it does of what it left out.</summary>
    public bool RunUnwarned(string sql)
    {
        bool isWarned = false;
        NpgsqlConnection connection = _connection;
        connection.Notice += Note;
        try
        {
            Run(sql);
        }
        finally
        {
            connection.Notice -= Note;
        }

        return !isWarned;

        void Note(object sender, NpgsqlNoticeEventArgs told) => isWarned |= told.Notice.InvariantSeverity == "WARNING";
    }

    /// <summary>Runs what <see cref="Interrupt"/> can stop.</summary>
    public T Watched<T>(Action cancel, Func<T> run)
    {
        _isLent = false;
        _cancel = cancel;
        try
        {
            return run();
        }
        finally
        {
            _cancel = null;
        }
    }

    /// <summary>Runs what may be the first word since the server was started again, and then runs once more on a new connection.</summary>
    public T Attempt<T>(Func<T> run)
    {
        if ((!IsAlive || _isMarred) && !IsInTransaction)
        {
            Reopen();
        }

        try
        {
            return run();
        }
        catch (NpgsqlException error) when (!IsInTransaction && (!IsAlive || PostgresErrors.IsEnd(error)))
        {
            Reopen();
            return run();
        }
    }

    /// <summary>Refuses to go on in a transaction whose connection is gone, which has undone it.</summary>
    /// <exception cref="PermConflictException"><c>TransactionRolledBack</c>.</exception>
    public void RefuseIfCutOff()
    {
        if (IsInTransaction && !IsAlive)
        {
            throw new PermConflictException(ErrorId.TransactionRolledBack, $"The connection to '{_address.Location}' was lost inside a transaction, which undid it. Nothing was applied.", _address.Location);
        }
    }

    public void Interrupt()
    {
        if (_cancel is { } cancel)
        {
            cancel();
        }
        else if (_isLent && !IsPooled)
        {
            // What maps the rows of a query keeps its command to itself.
            using NpgsqlConnection other = Connect(CancellationToken.None);
            using NpgsqlCommand command = new("SELECT pg_cancel_backend($1)", other);
            command.Parameters.Add(new NpgsqlParameter { Value = _connection.ProcessID });
            command.ExecuteNonQuery();
        }
    }

    public void Reopen()
    {
        _isMarred = false;
        _connection.Dispose();
        _connection = Connect(Stop);
    }

    /// <summary>Gives the connection up; the next use connects again.</summary>
    public void Drop()
    {
        _isLent = false;
        _connection.Dispose();
    }

    /// <summary>The refusal that an error stands for. The driver may have taken statements behind the refused one for prepared, and would take one answer for another: the next use connects again.</summary>
    public PermException Translate(DbException error)
    {
        _isMarred |= error is PostgresException;
        return PostgresErrors.Translate(error, _address.Location, _options.LockTimeout);
    }

    public void Dispose() => _connection.Dispose();

    private static bool IsServerItself(NpgsqlConnection connection)
    {
        // A pooler makes up the number by which a statement is cancelled, since the session behind it changes.
        using NpgsqlCommand command = new("SELECT pg_backend_pid()", connection);
        return (int)command.ExecuteScalar()! == connection.ProcessID;
    }

    private NpgsqlConnection Connect(CancellationToken stop)
    {
        NpgsqlConnectionStringBuilder settings = new(_address.Settings.ConnectionString);
        if (_options.Credential is { } credential)
        {
            settings.Username = credential.UserName;
            settings.Password = credential.Password;
        }

        try
        {
            NpgsqlConnection connection = Open(settings, stop);
            if (!IsPooled && !IsServerItself(connection))
            {
                connection.Dispose();
                IsPooled = true;
                connection = Open(settings, stop);
            }

            return connection;
        }
        catch (Exception error)
        {
            stop.ThrowIfCancellationRequested();
            throw error switch
            {
                DbException refused => Translate(refused),
                TimeoutException => new PermBusyException(ErrorId.StoreUnavailable, $"The server of '{_address.Location}' did not answer.", _address.Location, error) { Detail = ErrorDetail.Server },
                ArgumentException or InvalidOperationException or IOException => new PermInvalidInputException(ErrorId.InvalidConnectionString, $"The driver does not take the connection string of '{_address.Location}': {error.Message}", _address.Location, error),
                _ => error,
            };
        }
    }

    private static NpgsqlConnection WaitFor(Task<NpgsqlConnection> opening, CancellationToken stop)
    {
        try
        {
            return opening.WaitAsync(stop).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // The driver itself cannot be stopped once it waits for the first word of the server.
            _ = opening.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private NpgsqlConnection Open(NpgsqlConnectionStringBuilder settings, CancellationToken stop)
    {
        if (IsPooled)
        {
            settings.MaxAutoPrepare = 0;
        }

        NpgsqlSlimDataSourceBuilder builder = new(settings.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableArrays();

        // All types in use are built in; asking the server for others costs a round trip and does not pass every pooler.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        ValueTask<NpgsqlConnection> opening = _address.IsSearched
            ? builder.BuildMultiHost().OpenConnectionAsync(_address.Kind ?? (_options.IsReadOnly ? TargetSessionAttributes.Any : TargetSessionAttributes.ReadWrite), stop)
            : builder.Build().OpenConnectionAsync(stop);
        return WaitFor(opening.AsTask(), stop);
    }
}
