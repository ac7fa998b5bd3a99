using NpgsqlTypes;

namespace PermModule.Storage.Postgres;

/// <summary>Rows that wait to be put in or changed by one statement.</summary>
internal sealed class PostgresRowGroup(PostgresChange change)
{
    private readonly Dictionary<object, int>? _places = change.IsUpdate ? [] : null;

    public PostgresChange Change => change;

    public List<PostgresValue[]> Rows { get; } = [];

    public void Add(PostgresValue[] values)
    {
        // A statement changes a row once; of two changes of the same columns the later one counts.
        if (_places is not null && values[^1].Value is { } key)
        {
            if (_places.TryGetValue(key, out int place))
            {
                Rows[place] = values;
                return;
            }

            _places.Add(key, Rows.Count);
        }

        Rows.Add(values);
    }

    /// <summary>One array a column.</summary>
    public PostgresValue[] ToArrays() => [.. change.Types.Select((type, column) => new PostgresValue(NpgsqlDbType.Array | type, type switch
    {
        NpgsqlDbType.Bigint => Rows.ConvertAll(row => (long?)row[column].Value).ToArray(),
        NpgsqlDbType.Bytea => Rows.ConvertAll(row => (byte[]?)row[column].Value).ToArray(),
        _ => Rows.ConvertAll(row => (string?)row[column].Value).ToArray(),
    }))];
}
