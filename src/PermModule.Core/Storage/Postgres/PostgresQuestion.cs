using NpgsqlTypes;

namespace PermModule.Storage.Postgres;

/// <summary>A query with its values. Two are the same when they ask for the same.</summary>
/// <param name="sql">The text as the server takes it.</param>
/// <param name="values">The values of its parameters.</param>
internal sealed class PostgresQuestion(string sql, PostgresValue[] values) : IEquatable<PostgresQuestion>
{
    public string Sql => sql;

    public PostgresValue[] Values => values;

    /// <summary>True where the next change may well ask the same: it is about nobody in particular.</summary>
    public bool IsCommon => Array.TrueForAll(values, value => value.Type == NpgsqlDbType.Bigint);

    /// <summary>True where a table is read.</summary>
    /// <param name="table">The table, as <see cref="PostgresChange.Table"/> has it.</param>
    public bool IsFrom(string table) => sql.Contains(table, StringComparison.Ordinal);

    public bool Equals(PostgresQuestion? other)
    {
        if (other is null || sql != other.Sql || values.Length != other.Values.Length)
        {
            return false;
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!IsSame(values[i], other.Values[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as PostgresQuestion);

    // Lists are long, and few questions of one text have different ones. Texts are long too, and few of one length.
    public override int GetHashCode() => HashCode.Combine(sql.Length, values is [{ Value: string or long } first, ..] ? first.Value : null);

    private static bool IsSame(PostgresValue left, PostgresValue right) => (left.Value, right.Value) switch
    {
        (string[] texts, string[] others) => texts.AsSpan().SequenceEqual(others),
        (long[] numbers, long[] others) => numbers.AsSpan().SequenceEqual(others),
        (byte[] bytes, byte[] others) => bytes.AsSpan().SequenceEqual(others),
        _ => left == right,
    };
}
