using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PermModule.Storage;

/// <summary>
/// A prepared query that is run for single rows many times over. Straight on SQLite: the command of ADO.NET costs several times the look-up itself.
/// </summary>
internal sealed class LookUp : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public LookUp(sqlite3 connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v2(connection, sql, out _statement));
    }

    /// <summary>Runs the query for a key. Read its columns, then call <see cref="End"/>, also where there was no row.</summary>
    public bool Find(string key)
    {
        Check(raw.sqlite3_bind_text(_statement, 1, key));
        return Find();
    }

    /// <inheritdoc cref="Find(string)"/>
    public bool Find(long key)
    {
        Check(raw.sqlite3_bind_int64(_statement, 1, key));
        return Find();
    }

    /// <inheritdoc cref="Find(string)"/>
    public bool Find()
    {
        int code = raw.sqlite3_step(_statement);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            End();
            Check(code);
        }

        return code == raw.SQLITE_ROW;
    }

    /// <summary>A number of the row that was found.</summary>
    public long Column(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A number of the row that was found, or null.</summary>
    public long? OptionalColumn(int column) => IsNull(column) ? null : Column(column);

    /// <summary>A text of the row that was found, or null.</summary>
    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>Lets go of the row, and of the state of the store it was read in.</summary>
    public void End() => raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    private bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteException(raw.sqlite3_errmsg(_connection).utf8_to_string(), code & 0xFF, code);
        }
    }
}
