namespace PermModule.Storage;

/// <summary>The statements that were prepared on a connection, each prepared once.</summary>
internal sealed class StatementCache(StoreLink link) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    /// <summary>The statement with this text.</summary>
    public Statement Get(string sql)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            statement = link.Prepare(sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Close();
        }

        _statements.Clear();
    }
}
