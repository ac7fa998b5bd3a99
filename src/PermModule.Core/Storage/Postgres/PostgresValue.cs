using Npgsql;
using NpgsqlTypes;

namespace PermModule.Storage.Postgres;

/// <summary>A value of a parameter, with the type that the server is told.</summary>
/// <param name="Type">The type; unknown lets the server find it out.</param>
/// <param name="Value">The value, or null.</param>
internal readonly record struct PostgresValue(NpgsqlDbType Type, object? Value)
{
    public NpgsqlParameter ToParameter()
    {
        NpgsqlParameter parameter = new() { Value = Value ?? DBNull.Value };
        if (Type != NpgsqlDbType.Unknown)
        {
            parameter.NpgsqlDbType = Type;
        }

        return parameter;
    }
}
