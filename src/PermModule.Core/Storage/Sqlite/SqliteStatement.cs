using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SQLitePCL;

namespace PermModule.Storage.Sqlite;

/// <summary>
/// A prepared statement straight on SQLite: the command of ADO.NET looks every parameter up by name at every run, and allocates about a kilobyte each time.
/// </summary>
internal sealed unsafe class SqliteStatement : Statement
{
    /// <summary>Tells SQLite to copy a value: the caller's memory is free again after the call.</summary>
    private const nint Copied = -1;

    /// <summary>Tells SQLite that a value stays where it is until the parameter gets another.</summary>
    private const nint Held = 0;

    /// <summary>How many bytes a parameter has room for. Of a longer value SQLite makes a copy, which it allocates and frees at each run.</summary>
    private const int Room = 256;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly string _location;
    private readonly int[] _parameters;
    private readonly TimeSpan _timeout;
    private byte[] _text = [];
    private byte[]? _held;
    private nint _handle;
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
        _handle = _statement.DangerousGetHandle();
        _parameters = [.. Enumerable.Range(1, raw.sqlite3_bind_parameter_count(_statement))
            .Select(i => raw.sqlite3_bind_parameter_index(_statement, string.Create(CultureInfo.InvariantCulture, $"${i}")))];
    }

    public override Statement Set(int parameter, long value)
    {
        Check(StatementCalls.BindNumber(_handle, _parameters[parameter - 1], value));
        return this;
    }

    public override Statement Set(int parameter, string? value)
    {
        if (value is null)
        {
            return SetNull(parameter);
        }

        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most <= Room)
        {
            return HoldText(parameter, Encoding.UTF8.GetBytes(value, RoomOf(parameter)));
        }

        if (_text.Length < most)
        {
            _text = new byte[Math.Max(most, _text.Length * 2)];
        }

        return SetText(parameter, _text.AsSpan(0, Encoding.UTF8.GetBytes(value, _text)));
    }

    public override Statement SetText(int parameter, ReadOnlySpan<byte> value)
    {
        if (value.Length <= Room)
        {
            value.CopyTo(RoomOf(parameter));
            return HoldText(parameter, value.Length);
        }

        fixed (byte* bytes = value)
        {
            Check(StatementCalls.BindText(_handle, _parameters[parameter - 1], bytes, value.Length, Copied));
        }

        return this;
    }

    public override Statement Set(int parameter, ReadOnlySpan<byte> value)
    {
        if (value.Length <= Room)
        {
            value.CopyTo(RoomOf(parameter));
            fixed (byte* held = _held)
            {
                Check(StatementCalls.BindHeldBytes(_handle, _parameters[parameter - 1], held + ((parameter - 1) * Room), value.Length, Held));
            }

            return this;
        }

        fixed (byte* bytes = value)
        {
            Check(StatementCalls.BindBytes(_handle, _parameters[parameter - 1], bytes, value.Length, Copied));
        }

        return this;
    }

    public override Statement SetList<T>(int parameter, IReadOnlyCollection<T> values) => Set(parameter, JsonSerializer.Serialize(values));

    public override Statement SetNull(int parameter)
    {
        Check(StatementCalls.BindNull(_handle, _parameters[parameter - 1]));
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
        StatementCalls.Reset(_handle);
        Check(code);
        return raw.sqlite3_changes(_connection);
    }

    public override void End()
    {
        StatementCalls.Reset(_handle);
        _isRunning = false;
    }

    public override void Close()
    {
        // SQLite refuses calls without a statement; on one that is gone they would go anywhere.
        _handle = 0;
        _statement.Dispose();
    }

    public override ValueKind Kind(int column) => StatementCalls.ColumnType(_handle, column) switch
    {
        raw.SQLITE_NULL => ValueKind.Null,
        raw.SQLITE_INTEGER => ValueKind.Number,
        raw.SQLITE_TEXT => ValueKind.Text,
        raw.SQLITE_BLOB => ValueKind.Bytes,
        _ => ValueKind.Other,
    };

    public override long Number(int column) => StatementCalls.ColumnType(_handle, column) == raw.SQLITE_INTEGER
        ? StatementCalls.ColumnNumber(_handle, column)
        : throw NotANumber(column);

    public override string? Text(int column)
    {
        byte* text = StatementCalls.ColumnText(_handle, column);
        return text is null ? null : Encoding.UTF8.GetString(text, StatementCalls.ColumnLength(_handle, column));
    }

    public override ReadOnlySpan<byte> Bytes(int column)
    {
        byte* bytes = StatementCalls.ColumnBytes(_handle, column);
        return new ReadOnlySpan<byte>(bytes, StatementCalls.ColumnLength(_handle, column));
    }

    /// <summary>The memory of a parameter, which the garbage collector does not move.</summary>
    private Span<byte> RoomOf(int parameter)
    {
        _held ??= GC.AllocateUninitializedArray<byte>(_parameters.Length * Room, pinned: true);
        return _held.AsSpan((parameter - 1) * Room, Room);
    }

    private SqliteStatement HoldText(int parameter, int length)
    {
        fixed (byte* held = _held)
        {
            Check(StatementCalls.BindHeldText(_handle, _parameters[parameter - 1], held + ((parameter - 1) * Room), length, Held));
        }

        return this;
    }

    private int Step()
    {
        int code = StepOnce();
        if ((code & 0xFF) != raw.SQLITE_BUSY || _isRunning || raw.sqlite3_get_autocommit(_connection) == 0)
        {
            return code;
        }

        // Readers meet a lock only while a journal is recovered or switched on.
        long start = Stopwatch.GetTimestamp();
        while ((code & 0xFF) == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(start) < _timeout)
        {
            StatementCalls.Reset(_handle);
            Thread.Sleep(1);
            code = StepOnce();
        }

        return code;
    }

    private int StepOnce()
    {
        int code = StatementCalls.Step(_handle);

        // Nobody but this holds the statement, and while a call is inside it, it must not be finalized.
        GC.KeepAlive(_statement);
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
