using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace PermModule.Storage.Postgres;

/// <summary>A transaction on a server. One that writes begins by locking the head row of the store, which orders the writers of all hosts.</summary>
/// <param name="connection">The connection.</param>
/// <param name="channel">What runs on it.</param>
/// <param name="clock">Set by each lock.</param>
/// <param name="options">How long is waited: for the head row, and for what the process does next.</param>
/// <param name="newest">The newest version of the schema that this module writes.</param>
internal sealed class PostgresTransaction(PostgresConnection connection, PostgresChannel channel, PostgresClock clock, PermStoreOptions options, int newest)
{
    /// <summary>
    /// Limits the waits, locks the head row, and says the version of the schema and the time. What is beside the row in the inner query is done before the server waits for the row,
    /// and what is outside of it afterwards, so that the limits hold for the wait and the time is that after it.
    /// </summary>
    private readonly string _lock = $"SELECT locked.schema_version, {PostgresClock.Now} FROM (SELECT schema_version, {Limits(options)} FROM {PostgresSchema.Head} WHERE id = 1 FOR UPDATE) locked";

    /// <summary>A reader keeps nobody from writing, and the pipeline that takes what it read may take its time.</summary>
    private const string Unlimited = "SET LOCAL idle_in_transaction_session_timeout = 0";

    private bool _isWriting;
    private long _lockedAt;
    private (long Id, byte[] Hash)? _written;

    public bool IsOpen => connection.IsInTransaction && connection.IsAlive;

    /// <summary>False until the schema is made that the head row is in.</summary>
    public bool HasHead { get; set; } = true;

    /// <summary>How long the head row has been locked.</summary>
    public TimeSpan Held => Stopwatch.GetElapsedTime(_lockedAt);

    public void BeginRead(bool makesTables)
    {
        channel.CloseReader();
        channel.Forecast.BeginRead();
        channel.BeginNext($"BEGIN ISOLATION LEVEL REPEATABLE READ {(makesTables ? "READ WRITE" : "READ ONLY")}", Unlimited);
        _isWriting = false;
    }

    /// <summary>Begins a transaction that holds the head row.</summary>
    /// <param name="throwIfCancelled">Tells a stop that was asked for from one by the server, which reports both in the same words.</param>
    public void BeginWrite(Action throwIfCancelled)
    {
        channel.CloseReader();
        IReadOnlyList<PostgresQuestion> questions = HasHead ? channel.Forecast.Begin() : [];
        try
        {
            connection.Attempt(() =>
            {
                using NpgsqlBatch batch = connection.NewBatch();
                connection.Add(batch, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
                connection.Add(batch, HasHead ? channel.Text(_lock) : $"SELECT {Limits(options)}");
                foreach (PostgresQuestion question in questions)
                {
                    connection.Add(batch, question.Sql, question.Values);
                }

                using NpgsqlDataReader reader = connection.Watched(batch.Cancel, () => batch.ExecuteReader());
                connection.IsInTransaction = true;
                _isWriting = true;
                if (HasHead)
                {
                    if (!reader.Read())
                    {
                        throw NoHead();
                    }

                    RefuseIfNewer(reader.GetInt64(0));
                    clock.Set(reader.GetInt64(1));
                    foreach (PostgresQuestion question in questions)
                    {
                        reader.NextResult();
                        channel.Forecast.Note(question, PostgresRows.Take(reader));
                    }
                }

                return true;
            });
        }
        catch (Exception error)
        {
            // Whatever failed may have come after BEGIN, a stop by the user for one.
            connection.IsInTransaction = true;
            Rollback();
            throwIfCancelled();
            if (error is DbException refused)
            {
                throw connection.Translate(refused);
            }

            throw;
        }

        _lockedAt = Stopwatch.GetTimestamp();
    }

    /// <summary>The refusal of a store without the row that orders its writers.</summary>
    public PermCorruptException NoHead() => StoreLayout.NoRow(channel.Location, isFile: false, PostgresSchema.Head);

    /// <summary>Told of the last event that is written, by which the outcome can be found out.</summary>
    public void NoteEvent(long id, byte[] hash) => _written = (id, [.. hash]);

    public void Commit()
    {
        channel.WaitForSent();
        connection.RefuseIfCutOff();
        channel.CloseReader();
        channel.Forecast.End();
        if (!_isWriting)
        {
            try
            {
                if (IsOpen)
                {
                    // Where a query failed, this rolls back, which is the same for a reader.
                    connection.Run("COMMIT");
                }
            }
            catch
            {
                Rollback();
                throw;
            }

            channel.Forget();
            connection.IsInTransaction = false;
            return;
        }

        try
        {
            using NpgsqlBatch batch = connection.NewBatch();
            channel.MoveTo(batch);
            if (batch.BatchCommands.Count == 0)
            {
                // In a transaction that an earlier statement broke, COMMIT rolls back and does not say so; any other statement fails.
                connection.Add(batch, "SELECT 1");
            }

            connection.Add(batch, "COMMIT");
            connection.Watched(batch.Cancel, batch.ExecuteNonQuery);
        }
        catch (NpgsqlException error) when (PostgresErrors.IsEnd(error) || PostgresErrors.IsOfPooler(error) || (!connection.IsAlive && error is not PostgresException))
        {
            connection.IsInTransaction = false;
            if (!WasCommitted())
            {
                throw new PermBusyException(ErrorId.StoreUnavailable, $"The connection to '{channel.Location}' was lost before the change was committed. It was not applied.", channel.Location, error) { Detail = ErrorDetail.Server };
            }
        }

        connection.IsInTransaction = false;
        _written = null;
    }

    public void Rollback()
    {
        channel.Forget();
        if (IsOpen)
        {
            try
            {
                connection.Run("ROLLBACK");
            }
            catch (Exception error) when (error is NpgsqlException or OperationCanceledException)
            {
                // A server that is gone has rolled back, and it does so for a connection that is closed. A stop may meet this statement.
                connection.Drop();
            }
        }

        connection.IsInTransaction = false;
        _written = null;
    }

    /// <summary>Runs a statement about a step of the transaction.</summary>
    /// <param name="words">What is done with the step.</param>
    /// <param name="depth">How deep the step is.</param>
    public void RunStep(string words, int depth) => channel.Script(string.Create(CultureInfo.InvariantCulture, $"{words} s{depth}"));

    /// <summary>Calls that limit the waits for a lock and for what the process does next.</summary>
    private static string Limits(PermStoreOptions options) => $"{Set("lock_timeout", options.LockTimeout)}, {Set("idle_in_transaction_session_timeout", options.IdleLimit)}";

    /// <summary>A call that limits a wait until the transaction ends.</summary>
    private static string Set(string setting, TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"set_config('{setting}', '{Math.Max(1, (long)limit.TotalMilliseconds)}', true)");

    /// <summary>Another host may have migrated the store since this one connected.</summary>
    private void RefuseIfNewer(long version)
    {
        if (version > newest)
        {
            throw new PermCorruptException(ErrorId.StoreTooNew, string.Create(CultureInfo.InvariantCulture, $"'{channel.Location}' has schema version {version}; this module knows versions up to {newest}."), channel.Location);
        }
    }

    /// <summary>Whether the transaction whose COMMIT was not answered came to be. The chain says so, once the lock says that its session is gone.</summary>
    private bool WasCommitted()
    {
        if (_written is not { } written)
        {
            return false;
        }

        try
        {
            connection.Reopen();
            BeginWrite(throwIfCancelled: () => { });
            using PostgresStatement statement = new(channel, "SELECT hash FROM audit_events WHERE id = $1");
            bool isThere = statement.Find(written.Id) && statement.Bytes(0).SequenceEqual(written.Hash);
            Rollback();
            return isThere;
        }
        catch (Exception error) when (error is PermException or DbException)
        {
            throw new PermBusyException(ErrorId.StoreUnavailable, string.Create(CultureInfo.InvariantCulture, $"The server of '{channel.Location}' was lost before it answered, and cannot be asked. Whether the change was applied shows event {written.Id} of the trail."), channel.Location, error) { Detail = ErrorDetail.Server };
        }
    }
}
