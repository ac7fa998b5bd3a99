using System.Data.Common;
using Npgsql;

namespace PermModule.Storage.Postgres;

/// <summary>What runs on a connection: one query at a time, and with it the changes whose count nobody asks for, which travel together.</summary>
internal sealed class PostgresChannel(PostgresConnection connection, string location, PostgresText text)
{
    private readonly PostgresQueue _queue = new();
    private Task? _sending;
    private PostgresStatement? _open;
    private IReadOnlyList<string> _begin = [];

    /// <summary>Where the store is, as messages name it.</summary>
    public string Location => location;

    /// <summary>Says in which schema each table is.</summary>
    public PostgresText Names { get; set; } = text;

    /// <summary>What the change in hand is expected to ask.</summary>
    public PostgresForecast Forecast { get; } = new();

    /// <summary>The text as the server takes it.</summary>
    public string Text(string sql) => Names.Qualify(sql);

    /// <summary>Begins a transaction together with the first statement that runs in it: that is when the server takes the state that it shows.</summary>
    /// <param name="begin">The statements that begin it.</param>
    public void BeginNext(params IReadOnlyList<string> begin) => _begin = begin;

    /// <summary>Begins a query, whose rows are read from the connection until another statement runs.</summary>
    public PostgresRows Query(PostgresStatement statement, PostgresQuestion question)
    {
        if (Forecast.Take(question) is { } known)
        {
            return known;
        }

        Free();
        IReadOnlyList<PostgresQuestion> along = Forecast.Along(question);
        PostgresRows rows = connection.Attempt(() =>
        {
            // Lives as long as its rows, which close it with them; what waits to be sent goes along, and has no rows.
            NpgsqlBatch batch = connection.NewBatch();
            foreach (string begin in _begin)
            {
                connection.Add(batch, begin);
            }

            MoveTo(batch);
            foreach (PostgresQuestion announced in along)
            {
                connection.Add(batch, announced.Sql, announced.Values);
            }

            connection.Add(batch, question.Sql, question.Values);
            NpgsqlDataReader reader = Begun(() => connection.Watched(batch.Cancel, () => batch.ExecuteReader()));
            foreach (PostgresQuestion announced in along)
            {
                Forecast.Note(announced, PostgresRows.Take(reader));
                reader.NextResult();
            }

            return new PostgresRows(reader);
        });
        _open = statement;
        return rows;
    }

    /// <summary>Runs a change and returns the number of rows it changed.</summary>
    public int Execute(string sql, PostgresValue[] values)
    {
        Settle();
        Forecast.Write("");
        return connection.Attempt(() =>
        {
            using NpgsqlCommand command = connection.NewCommand(sql, values);
            return connection.Watched(command.Cancel, command.ExecuteNonQuery);
        });
    }

    /// <summary>Takes a change along with the next statement that somebody waits for.</summary>
    public void Send(string sql, PostgresValue[] values)
    {
        PostgresChange change = Names.Change(sql);
        Forecast.Write(change.Table);
        _queue.Add(change, values);
        if (_queue.IsFull)
        {
            SendBeside();
        }
    }

    /// <summary>The rows of a statement are no longer read from the connection.</summary>
    public void Finished(PostgresStatement statement)
    {
        if (_open == statement)
        {
            _open = null;
        }
    }

    /// <summary>The number that a query returns, given texts.</summary>
    public long Scalar(string sql, params ReadOnlySpan<string> values)
    {
        using PostgresStatement statement = Ask(sql, values);
        return statement.Next() ? statement.Number(0) : 0;
    }

    /// <summary>The texts that a query returns, given texts, each with a number beside it that is 1 or 0.</summary>
    public List<(string Text, bool IsFlagged)> Texts(string sql, params ReadOnlySpan<string> values)
    {
        List<(string, bool)> texts = [];
        using PostgresStatement statement = Ask(sql, values);
        while (statement.Next())
        {
            texts.Add((statement.Text(0) ?? "", statement.Number(1) == 1));
        }

        return texts;
    }

    /// <summary>Gives the connection free for another statement, which then sees what was sent before it.</summary>
    public void Settle()
    {
        Free();
        if (_begin.Count > 0)
        {
            connection.Attempt(() => Begun(() => connection.Run(string.Join("; ", _begin))));
        }

        if (!_queue.IsEmpty)
        {
            using NpgsqlBatch batch = connection.NewBatch();
            MoveTo(batch);
            connection.Watched(batch.Cancel, batch.ExecuteNonQuery);
        }
    }

    /// <summary>Runs a script at once.</summary>
    public void Script(string sql)
    {
        Settle();
        connection.Run(sql);
    }

    /// <summary>Ends the query that is open, whose rows nobody reads any more.</summary>
    public void CloseReader()
    {
        _open?.End();
        _open = null;
    }

    /// <summary>Puts the changes that wait into a batch.</summary>
    public void MoveTo(NpgsqlBatch batch) => _queue.Take((sql, values) => connection.Add(batch, sql, values));

    /// <summary>Waits until the changes that are being sent are made.</summary>
    /// <exception cref="DbException">The server refused one of them.</exception>
    public void WaitForSent()
    {
        if (_sending is { } sending)
        {
            _sending = null;
            sending.GetAwaiter().GetResult();
        }
    }

    /// <summary>Forgets the changes that wait, and ends the query that is open.</summary>
    public void Forget()
    {
        // What is being sent is undone too, and so is its refusal.
        Task.WaitAny(_sending ?? Task.CompletedTask);
        _sending = null;
        _begin = [];
        _queue.Clear();
        Forecast.End();
        CloseReader();
    }

    /// <summary>Sends the changes that wait while the caller makes the next ones; whatever uses the connection next waits for the answer.</summary>
    private void SendBeside()
    {
        Free();
        NpgsqlBatch batch = connection.NewBatch();
        MoveTo(batch);
        _sending = Task.Run(() =>
        {
            using (batch)
            {
                connection.Watched(batch.Cancel, batch.ExecuteNonQuery);
            }
        });
    }

    /// <summary>Runs what the words go with that begin a transaction, if one is to begin.</summary>
    private T Begun<T>(Func<T> run)
    {
        try
        {
            T result = run();
            connection.IsInTransaction |= _begin.Count > 0;
            _begin = [];
            return result;
        }
        catch (Exception error) when (_begin.Count > 0 && connection.IsAlive && !(error is NpgsqlException lost && PostgresErrors.IsEnd(lost)))
        {
            // The refusal, or the stop, came after the beginning.
            connection.IsInTransaction = true;
            _begin = [];
            throw;
        }
    }

    private void Free()
    {
        WaitForSent();
        connection.RefuseIfCutOff();
        _open?.Keep();
        _open = null;
    }

    private PostgresStatement Ask(string sql, ReadOnlySpan<string> values)
    {
        PostgresStatement statement = new(this, sql);
        for (int i = 0; i < values.Length; i++)
        {
            statement.Set(i + 1, values[i]);
        }

        return statement;
    }
}
