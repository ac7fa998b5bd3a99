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
    private readonly List<(string Sql, PostgresValue[] Values)> _ready = [];
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
            _ready.Add((change.Sql, values));
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

    /// <summary>Hands the changes on, statement by statement, and forgets them.</summary>
    public void Take(Action<string, PostgresValue[]> take)
    {
        EndRun();
        foreach ((string sql, PostgresValue[] values) in _ready)
        {
            take(sql, values);
        }

        Clear();
    }

    private void EndRun()
    {
        foreach (PostgresRowGroup group in _run.OrderBy(group => group.Change.Rank))
        {
            _ready.Add(group.Rows is [{ } only] ? (group.Change.Sql, only) : (group.Change.BulkSql, group.ToArrays()));
        }

        _run.Clear();
    }
}
