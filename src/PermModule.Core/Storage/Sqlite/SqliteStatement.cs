using System.Diagnostics;
using System.Globalization;
using System.Text;
using SQLitePCL;

namespace PermModule.Storage.Sqlite;

/// <summary>
/// A prepared statement straight on SQLite: the command of ADO.NET looks every parameter up by name at every run, and allocates about a kilobyte each time.
/// </summary>
internal sealed class SqliteStatement : Statement
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly string _location;
    private readonly int[] _parameters;
    private readonly TimeSpan _timeout;
    private byte[] _text = new byte[256];
    private bool _isRunning;

    /// <param name="connection">The connection.</param>
    /// <param name="location">The store, for messages.</param>
    /// <param name="timeout">How long to retry while another process holds a lock.</param>
    /// <param name="sql">The text.</param>
    public SqliteStatement(sqlite3 connection, string location, TimeSpan timeout, string sql)
    {
        _timeout = timeout;
        _connection = connection;
        _location = location;
        Check(raw.sqlite3_prepare_v2(connection, sql, out _statement));
        _parameters = [.. Enumerable.Range(1, raw.sqlite3_bind_parameter_count(_statement))
            .Select(i => raw.sqlite3_bind_parameter_index(_statement, string.Create(CultureInfo.InvariantCulture, $"${i}")))];
    }

    public override Statement Set(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, _parameters[parameter - 1], value));
        return this;
    }

    public override Statement Set(int parameter, string? value)
    {
        if (value is null)
        {
            return SetNull(parameter);
        }

        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_text.Length < most)
        {
            _text = new byte[Math.Max(most, _text.Length * 2)];
        }

        return SetText(parameter, _text.AsSpan(0, Encoding.UTF8.GetBytes(value, _text)));
    }

    public override Statement SetText(int parameter, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite would take that for null.
        Check(value.IsEmpty
            ? raw.sqlite3_bind_text(_statement, _parameters[parameter - 1], "")
            : raw.sqlite3_bind_text(_statement, _parameters[parameter - 1], value));
        return this;
    }

    public override Statement Set(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, _parameters[parameter - 1], value));
        return this;
    }

    public override Statement SetNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(_statement, _parameters[parameter - 1]));
        return this;
    }

    public override bool Next()
    {
        int code = Step();
        _isRunning = code == raw.SQLITE_ROW;
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            End();
            Check(code);
        }

        return code == raw.SQLITE_ROW;
    }

    public override int Run()
    {
        int code = Step();
        raw.sqlite3_reset(_statement);
        Check(code);
        return raw.sqlite3_changes(_connection);
    }

    public override void End()
    {
        raw.sqlite3_reset(_statement);
        _isRunning = false;
    }

    public override void Close() => _statement.Dispose();

    public override ValueKind Kind(int column) => raw.sqlite3_column_type(_statement, column) switch
    {
        raw.SQLITE_NULL => ValueKind.Null,
        raw.SQLITE_INTEGER => ValueKind.Number,
        raw.SQLITE_TEXT => ValueKind.Text,
        raw.SQLITE_BLOB => ValueKind.Bytes,
        _ => ValueKind.Other,
    };

    public override long Number(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_INTEGER
        ? raw.sqlite3_column_int64(_statement, column)
        : throw NotANumber(column);

    public override string? Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public override ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    private int Step()
    {
        int code = raw.sqlite3_step(_statement);
        if ((code & 0xFF) != raw.SQLITE_BUSY || _isRunning || raw.sqlite3_get_autocommit(_connection) == 0)
        {
            return code;
        }

        // Readers meet a lock only while a journal is recovered or switched on.
        long start = Stopwatch.GetTimestamp();
        while ((code & 0xFF) == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(start) < _timeout)
        {
            raw.sqlite3_reset(_statement);
            Thread.Sleep(1);
            code = raw.sqlite3_step(_statement);
        }

        return code;
    }

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw SqliteErrors.Last(_connection, code);
        }
    }

    private PermCorruptException NotANumber(int column)
    {
        string name = raw.sqlite3_column_name(_statement, column).utf8_to_string();
        End();
        return new PermCorruptException(ErrorId.StoreCorrupt, $"'{_location}' is damaged: {name} holds something that is not a number.", _location);
    }
}
