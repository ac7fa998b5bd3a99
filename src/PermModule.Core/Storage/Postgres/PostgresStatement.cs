using System.Text;
using NpgsqlTypes;

namespace PermModule.Storage.Postgres;

/// <summary>A statement of a connection to a server, which the driver prepares there when it runs a second time.</summary>
internal sealed class PostgresStatement(PostgresChannel channel, string sql) : Statement
{
    private readonly List<PostgresValue> _values = [];
    private PostgresText _names = channel.Names;
    private string? _text;
    private PostgresRows? _rows;
    private bool _isInRow;

    /// <summary>The text as the server takes it; which tables it names changes when the store is hidden behind its past.</summary>
    public string Sql
    {
        get
        {
            if (_text is null || _names != channel.Names)
            {
                _names = channel.Names;
                _text = channel.Text(sql);
            }

            return _text;
        }
    }

    public override Statement Set(int parameter, long value) => Set(parameter, new PostgresValue(NpgsqlDbType.Bigint, value));

    public override Statement Set(int parameter, string? value) => value is null ? SetNull(parameter) : Set(parameter, new PostgresValue(NpgsqlDbType.Text, value));

    public override Statement Set(int parameter, ReadOnlySpan<byte> value) => Set(parameter, new PostgresValue(NpgsqlDbType.Bytea, value.ToArray()));

    public override Statement SetText(int parameter, ReadOnlySpan<byte> value) => Set(parameter, Encoding.UTF8.GetString(value));

    public override Statement SetList<T>(int parameter, IReadOnlyCollection<T> values)
    {
        NpgsqlDbType type = typeof(T) == typeof(string) ? NpgsqlDbType.Text : NpgsqlDbType.Bigint;
        return Set(parameter, values.Count == 1 ? new PostgresValue(type, values.First()) : new PostgresValue(NpgsqlDbType.Array | type, values.ToArray()));
    }

    // A null keeps the type that the parameter had before, so that the server need not prepare the text once more.
    public override Statement SetNull(int parameter) => Set(parameter, new PostgresValue(parameter <= _values.Count ? _values[parameter - 1].Type : NpgsqlDbType.Unknown, Value: null));

    public override void Announce() => channel.Forecast.Announce(new PostgresQuestion(Sql, [.. _values]));

    public override bool Next()
    {
        _rows ??= channel.Query(this, new PostgresQuestion(Sql, [.. _values]));
        try
        {
            _isInRow = _rows.Next();
        }
        catch
        {
            End();
            throw;
        }

        if (!_isInRow)
        {
            End();
        }

        return _isInRow;
    }

    public override int Run() => channel.Execute(Sql, [.. _values]);

    public override void Send() => channel.Send(sql, [.. _values]);

    public override void End()
    {
        PostgresRows? rows = _rows;
        _rows = null;
        _isInRow = false;
        if (rows is not null)
        {
            channel.Finished(this);
            rows.Close();
        }
    }

    public override void Close() => End();

    /// <summary>Reads the rows that are left into memory, so that another statement can run.</summary>
    public void Keep() => _rows?.Keep(_isInRow);

    public override ValueKind Kind(int column) => _rows!.Kind(column);

    public override long Number(int column)
    {
        if (_rows!.Kind(column) == ValueKind.Number)
        {
            return _rows.Number(column);
        }

        string name = _rows.ColumnName(column);
        End();
        throw new PermCorruptException(ErrorId.StoreCorrupt, $"'{channel.Location}' is damaged: {name} holds something that is not a number.", channel.Location);
    }

    public override string? Text(int column) => _rows!.Text(column);

    public override ReadOnlySpan<byte> Bytes(int column) => _rows!.Bytes(column);

    private PostgresStatement Set(int parameter, PostgresValue value)
    {
        while (_values.Count < parameter)
        {
            _values.Add(new PostgresValue(NpgsqlDbType.Unknown, Value: null));
        }

        _values[parameter - 1] = value;
        return this;
    }
}
