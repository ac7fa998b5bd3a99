using Npgsql;
using NpgsqlTypes;
using PermModule.Storage.Postgres;

namespace PermModule.Unit.Storage;

/// <summary>The commands of batches take the parameters of the batch before, and none that are in use.</summary>
public sealed class PostgresCommandsTests
{
    private const string Sql = "UPDATE t SET a = $1 WHERE id = $2";

    private readonly PostgresCommands _commands = new();

    [Fact]
    public void The_next_batch_takes_the_parameters_with_other_values()
    {
        NpgsqlParameter[] first = [.. Next(Text("x"), Number(1)).Parameters.OfType<NpgsqlParameter>()];
        NpgsqlParameter[] second = [.. Next(Text(null), Number(2)).Parameters.OfType<NpgsqlParameter>()];
        Assert.Equal(first, second, ReferenceEqualityComparer.Instance);
        Assert.Equal([DBNull.Value, 2L], second.Select(parameter => parameter.Value));
        Assert.Equal(["y", 3L], Next(Text("y"), Number(3)).Parameters.OfType<NpgsqlParameter>().Select(parameter => parameter.Value));
    }

    [Fact]
    public void A_text_that_comes_twice_in_a_batch_has_two_sets()
    {
        NpgsqlBatchCommand one = Next(Text("x"), Number(1));
        NpgsqlBatchCommand two = _commands.Make(Sql, [Text("y"), Number(2)]);
        Assert.Equal(["x", 1L], one.Parameters.OfType<NpgsqlParameter>().Select(parameter => parameter.Value));
        Assert.Equal(["y", 2L], two.Parameters.OfType<NpgsqlParameter>().Select(parameter => parameter.Value));
    }

    [Fact]
    public void A_parameter_of_another_type_is_a_new_one()
    {
        NpgsqlParameter unknown = Next(new PostgresValue(NpgsqlDbType.Unknown, Value: null), Number(1)).Parameters[0];
        NpgsqlParameter text = Next(Text("x"), Number(1)).Parameters[0];
        Assert.NotSame(unknown, text);
        Assert.Equal(NpgsqlDbType.Text, text.NpgsqlDbType);
    }

    [Fact]
    public void Lists_are_not_kept()
    {
        PostgresValue list = new(NpgsqlDbType.Array | NpgsqlDbType.Bigint, new long[] { 1, 2 });
        Assert.NotSame(Next(list, Number(1)).Parameters[0], Next(list, Number(1)).Parameters[0]);
    }

    private static PostgresValue Text(string? value) => new(NpgsqlDbType.Text, value);

    private static PostgresValue Number(long value) => new(NpgsqlDbType.Bigint, value);

    private NpgsqlBatchCommand Next(params PostgresValue[] values)
    {
        _commands.BeginBatch();
        return _commands.Make(Sql, values);
    }
}
