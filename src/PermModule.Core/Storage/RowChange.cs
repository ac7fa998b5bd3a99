using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PermModule.Storage;

/// <summary>
/// A prepared statement that changes rows many times over, with parameters <c>$0</c>, <c>$1</c> and so on, which keep their values from run to run.
/// Straight on SQLite: the command of ADO.NET looks every parameter up by name at every run, and leaves about a kilobyte behind.
/// </summary>
internal sealed class RowChange : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _parameters;
    private byte[] _text = new byte[256];

    public RowChange(sqlite3 connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v2(connection, sql, out _statement));
        _parameters = [.. Enumerable.Range(0, raw.sqlite3_bind_parameter_count(_statement))
            .Select(i => raw.sqlite3_bind_parameter_index(_statement, string.Create(CultureInfo.InvariantCulture, $"${i}")))];
    }

    public RowChange Set(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, _parameters[parameter], value));
        return this;
    }

    public RowChange Set(int parameter, long? value)
    {
        if (value is { } number)
        {
            return Set(parameter, number);
        }

        Check(raw.sqlite3_bind_null(_statement, _parameters[parameter]));
        return this;
    }

    public RowChange Set(int parameter, bool value) => Set(parameter, value ? 1L : 0L);

    public RowChange Set(int parameter, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, _parameters[parameter]));
            return this;
        }

        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_text.Length < most)
        {
            _text = new byte[Math.Max(most, _text.Length * 2)];
        }

        // An empty span has no address, and SQLite would take that for null.
        int count = Encoding.UTF8.GetBytes(value, _text);
        Check(count == 0
            ? raw.sqlite3_bind_text(_statement, _parameters[parameter], "")
            : raw.sqlite3_bind_text(_statement, _parameters[parameter], _text.AsSpan(0, count)));
        return this;
    }

    public RowChange Set(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, _parameters[parameter], value));
        return this;
    }

    /// <summary>Runs the statement and says how many rows it changed.</summary>
    public int Run()
    {
        int code = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        Check(code);
        return raw.sqlite3_changes(_connection);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            throw new SqliteException(raw.sqlite3_errmsg(_connection).utf8_to_string(), code & 0xFF, code);
        }
    }
}
