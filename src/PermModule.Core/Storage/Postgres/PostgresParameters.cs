using Npgsql;
using NpgsqlTypes;

namespace PermModule.Storage.Postgres;

/// <summary>The parameters of one text. The driver takes a parameter for one command at a time, so each next command takes them from the one before.</summary>
internal sealed class PostgresParameters
{
    private NpgsqlParameter[] _parameters = [];
    private NpgsqlDbType[] _types = [];
    private NpgsqlBatchCommand? _holder;

    /// <summary>The batch in which they are.</summary>
    public long Batch { get; private set; }

    /// <summary>Gives them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="values">What they hold then.</param>
    /// <param name="batch">The batch of the command.</param>
    public void Give(NpgsqlBatchCommand command, PostgresValue[] values, long batch)
    {
        _holder?.Parameters.Clear();
        (_holder, Batch) = (command, batch);
        if (_parameters.Length != values.Length)
        {
            (_parameters, _types) = (new NpgsqlParameter[values.Length], new NpgsqlDbType[values.Length]);
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (_parameters[i] is { } kept && _types[i] == values[i].Type)
            {
                kept.Value = values[i].Value ?? DBNull.Value;
            }
            else
            {
                (_parameters[i], _types[i]) = (values[i].ToParameter(), values[i].Type);
            }

            command.Parameters.Add(_parameters[i]);
        }
    }
}
