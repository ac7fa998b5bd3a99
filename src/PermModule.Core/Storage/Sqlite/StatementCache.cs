using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PermModule.Storage;

/// <summary>The statements that were prepared on a connection, each made once. Parameters are positional: <c>$0</c>, <c>$1</c> and so on.</summary>
internal sealed class StatementCache(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LookUp> _lookUps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowChange> _rowChanges = new(StringComparer.Ordinal);

    /// <summary>The texts of the commands and look-ups.</summary>
    public IEnumerable<string> Texts => _commands.Keys.Concat(_lookUps.Keys);

    /// <summary>A command with its parameters set.</summary>
    public SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            command = Prepare(sql, values.Length);
            _commands.Add(sql, command);
        }

        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    /// <summary>A look-up of single rows.</summary>
    public LookUp LookUp(string sql)
    {
        if (!_lookUps.TryGetValue(sql, out LookUp? lookUp))
        {
            lookUp = new LookUp(connection.Handle!, sql);
            _lookUps.Add(sql, lookUp);
        }

        return lookUp;
    }

    /// <summary>A change of rows.</summary>
    public RowChange RowChange(string sql)
    {
        if (!_rowChanges.TryGetValue(sql, out RowChange? change))
        {
            change = new RowChange(connection.Handle!, sql);
            _rowChanges.Add(sql, change);
        }

        return change;
    }

    public void Dispose()
    {
        foreach (IDisposable statement in _commands.Values.Concat<IDisposable>(_lookUps.Values).Concat(_rowChanges.Values))
        {
            statement.Dispose();
        }
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
        }

        command.Prepare();
        return command;
    }
}
