using Npgsql;

namespace PermModule.Storage.Postgres;

/// <summary>
/// Changes that wait to be sent together. Rows that one text puts in or changes go as one statement over arrays, which costs the server a fraction of as many statements.
/// Changes of the same columns of one table stay in their order; between tables, those that others refer to come first.
/// </summary>
internal sealed class PostgresQueue
{
    /// <summary>How many rows are sent at most at a time: the arrays are in memory on both sides.</summary>
    private const int Most = 5_000;

    private readonly List<PostgresRowGroup> _run = [];
    private readonly List<NpgsqlBatchCommand> _ready = [];
    private int _rows;

    public bool IsEmpty => _rows == 0;

    public bool IsFull => _rows >= Most;

    public void Add(PostgresChange change, PostgresValue[] values)
    {
        _rows++;
        if (!change.IsOfRows)
        {
            // It may be about any row before it, in any table.
            EndRun();
            _ready.Add(ToCommand(change.Sql, values));
            return;
        }

        PostgresRowGroup? same = null;
        for (int i = _run.Count - 1; i >= 0 && same is null; i--)
        {
            same = _run[i].Change == change ? _run[i] : null;
            if (same is null && !change.CanPass(_run[i].Change))
            {
                break;
            }
        }

        if (same is null)
        {
            same = new PostgresRowGroup(change);
            _run.Add(same);
        }

        same.Add(values);
    }

    public void Clear()
    {
        _run.Clear();
        _ready.Clear();
        _rows = 0;
    }

    /// <summary>Puts the changes into a batch, and forgets them.</summary>
    public void MoveTo(NpgsqlBatch batch)
    {
        EndRun();
        foreach (NpgsqlBatchCommand command in _ready)
        {
            batch.BatchCommands.Add(command);
        }

        Clear();
    }

    /// <summary>A statement of a batch.</summary>
    public static NpgsqlBatchCommand ToCommand(string sql, PostgresValue[] values)
    {
        NpgsqlBatchCommand command = new(sql);
        foreach (PostgresValue value in values)
        {
            command.Parameters.Add(value.ToParameter());
        }

        return command;
    }

    private void EndRun()
    {
        foreach (PostgresRowGroup group in _run.OrderBy(group => group.Change.Rank))
        {
            _ready.Add(group.Rows is [{ } only] ? ToCommand(group.Change.Sql, only) : ToCommand(group.Change.BulkSql, group.ToArrays()));
        }

        _run.Clear();
    }
}
