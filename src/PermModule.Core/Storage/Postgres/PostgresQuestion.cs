using Npgsql;
using NpgsqlTypes;

namespace PermModule.Storage.Postgres;

/// <summary>A query with its values. Two are the same when they ask for the same.</summary>
/// <param name="sql">The text as the server takes it.</param>
/// <param name="values">The values of its parameters.</param>
internal sealed class PostgresQuestion(string sql, PostgresValue[] values) : IEquatable<PostgresQuestion>
{
    public string Sql => sql;

    public PostgresValue[] Values => values;

    /// <summary>A statement of a batch.</summary>
    public NpgsqlBatchCommand ToCommand() => PostgresQueue.ToCommand(sql, values);

    /// <summary>True where the next change may well ask the same: it is about nobody in particular.</summary>
    public bool IsCommon => Array.TrueForAll(values, value => value.Type == NpgsqlDbType.Bigint);

    /// <summary>True where a table is read.</summary>
    public bool IsFrom(string table) => sql.Contains($".{table}", StringComparison.Ordinal);

    public bool Equals(PostgresQuestion? other) => other is not null && sql == other.Sql && values.Length == other.Values.Length && values.Zip(other.Values).All(pair => IsSame(pair.First, pair.Second));

    public override bool Equals(object? obj) => Equals(obj as PostgresQuestion);

    // Lists are long, and few questions of one text have different ones.
    public override int GetHashCode() => HashCode.Combine(sql, values is [{ Value: string or long } first, ..] ? first.Value : null);

    private static bool IsSame(PostgresValue left, PostgresValue right) => (left.Value, right.Value) switch
    {
        (string[] texts, string[] others) => texts.AsSpan().SequenceEqual(others),
        (long[] numbers, long[] others) => numbers.AsSpan().SequenceEqual(others),
        (byte[] bytes, byte[] others) => bytes.AsSpan().SequenceEqual(others),
        _ => left == right,
    };
}
