using System.Text;
using Npgsql;

namespace PermModule.Storage.Postgres;

/// <summary>
/// The rows of a running query: read from the connection one by one, or, once another statement needs the connection, from memory.
/// A connection of PostgreSQL runs one query at a time, while callers may be in the middle of several.
/// </summary>
internal sealed class PostgresRows
{
    private readonly ValueKind[] _kinds;
    private NpgsqlDataReader? _reader;
    private Queue<object?[]>? _kept;
    private object?[]? _row;

    public PostgresRows(NpgsqlDataReader reader)
    {
        _kinds = new ValueKind[reader.FieldCount];
        for (int column = 0; column < _kinds.Length; column++)
        {
            _kinds[column] = KindOf(reader.GetFieldType(column));
        }

        _reader = reader;
    }

    private PostgresRows(PostgresRows rows)
    {
        _kinds = rows._kinds;
        _kept = new Queue<object?[]>(rows._kept!);
    }

    /// <summary>The rows of the result that a reader is at, all of them in memory; the reader stays open.</summary>
    public static PostgresRows Take(NpgsqlDataReader reader)
    {
        PostgresRows rows = new(reader);
        rows.ReadAll();
        rows._reader = null;
        return rows;
    }

    /// <summary>Rows that are in memory and of which none was read yet, to be read from the first one.</summary>
    public PostgresRows Again() => new(this);

    public bool Next()
    {
        if (_reader is not null)
        {
            return _reader.Read();
        }

        _row = _kept!.TryDequeue(out object?[]? row) ? row : null;
        return _row is not null;
    }

    public ValueKind Kind(int column)
    {
        if (_reader is null ? _row![column] is null : _reader.IsDBNull(column))
        {
            return ValueKind.Null;
        }

        return _kinds[column] == ValueKind.Other && Value(column) is decimal sum && decimal.IsInteger(sum) ? ValueKind.Number : _kinds[column];
    }

    public string ColumnName(int column) => _reader?.GetName(column) ?? "a column";

    /// <summary>A number; sums and counts come in other types than columns do.</summary>
    public long Number(int column)
    {
        return _reader?.GetFieldType(column) == typeof(long) ? _reader.GetInt64(column) : ToNumber(Value(column));
    }

    public string? Text(int column)
    {
        if (_reader is null)
        {
            return _row![column] as string;
        }

        return _reader.IsDBNull(column) ? null : _reader.GetString(column);
    }

    public ReadOnlySpan<byte> Bytes(int column)
    {
        if (_reader is null)
        {
            return _row![column] switch
            {
                byte[] bytes => bytes,
                string text => Encoding.UTF8.GetBytes(text),
                _ => default,
            };
        }

        return _reader.IsDBNull(column) ? default : _reader.GetFieldValue<byte[]>(column);
    }

    /// <summary>Reads what is left into memory and gives the connection free. The current row stays the current row.</summary>
    /// <param name="isInRow">True if the caller is at a row.</param>
    public void Keep(bool isInRow)
    {
        if (_reader is null)
        {
            return;
        }

        object?[]? current = isInRow ? Values() : null;
        ReadAll();
        _row = current;
        _reader.Dispose();
        _reader = null;
    }

    public void Close()
    {
        _reader?.Dispose();
        _reader = null;
        _kept = null;
        _row = null;
    }

    private void ReadAll()
    {
        _kept = new Queue<object?[]>();
        while (_reader!.Read())
        {
            _kept.Enqueue(Values());
        }
    }

    private object Value(int column) => _reader is null ? _row![column]! : _reader.GetValue(column);

    private object?[] Values()
    {
        object?[] values = new object?[_kinds.Length];
        for (int column = 0; column < values.Length; column++)
        {
            values[column] = _reader!.IsDBNull(column) ? null : _reader.GetValue(column);
        }

        return values;
    }

    private static long ToNumber(object value) => value switch
    {
        bool flag => flag ? 1 : 0,
        decimal sum => decimal.ToInt64(sum),
        IConvertible number => number.ToInt64(provider: null),
        _ => throw new InvalidCastException($"A {value.GetType().Name} is no number."),
    };

    private static ValueKind KindOf(Type type) =>
        type == typeof(long) || type == typeof(int) || type == typeof(short) || type == typeof(bool) ? ValueKind.Number
        : type == typeof(string) ? ValueKind.Text
        : type == typeof(byte[]) ? ValueKind.Bytes
        : ValueKind.Other;
}
