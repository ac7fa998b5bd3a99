using Npgsql;
using NpgsqlTypes;

namespace PermModule.Storage.Postgres;

/// <summary>
/// Makes the commands of batches. The parameters of a text are kept from batch to batch, and the driver with them which type each has: a small change has some seventy.
/// The commands are not kept: the driver could take the statement that one of them had prepared away for another of the same batch.
/// </summary>
internal sealed class PostgresCommands
{
    // A text that is asked for again is the same object, and to hash it would take longer.
    private readonly Dictionary<string, PostgresParameters> _kept = new(ReferenceEqualityComparer.Instance);
    private long _batch;

    /// <summary>What was made before has been run.</summary>
    public void BeginBatch() => _batch++;

    /// <summary>A command of the batch that was begun last.</summary>
    public NpgsqlBatchCommand Make(string sql, PostgresValue[] values)
    {
        NpgsqlBatchCommand command = new(sql);
        if (values.Length > 0 && !Array.Exists(values, value => value.Type.HasFlag(NpgsqlDbType.Array)) && Parameters(sql) is { } parameters)
        {
            parameters.Give(command, values, _batch);
            return command;
        }

        foreach (PostgresValue value in values)
        {
            command.Parameters.Add(value.ToParameter());
        }

        return command;
    }

    /// <summary>The parameters of a text, or null where this batch has them already.</summary>
    private PostgresParameters? Parameters(string sql)
    {
        if (!_kept.TryGetValue(sql, out PostgresParameters? parameters))
        {
            _kept.Add(sql, parameters = new PostgresParameters());
        }

        return parameters.Batch == _batch ? null : parameters;
    }
}
