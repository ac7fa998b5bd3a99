using NpgsqlTypes;
using PermModule.Storage.Postgres;

namespace PermModule.Unit.Storage;

public sealed class PostgresQueueTests
{
    private static readonly PostgresText Text = new("s");

    [Theory]
    [InlineData("INSERT INTO group_members (user_id, group_id) VALUES ($1, $2)", "INSERT INTO s.group_members (user_id, group_id) SELECT * FROM unnest($1, $2)")]
    [InlineData("UPDATE users SET profile_id = $1 WHERE id = $2", "UPDATE s.users SET profile_id = given.profile_id FROM unnest($1, $2) AS given (profile_id, id) WHERE s.users.id = given.id")]
    public void What_puts_in_or_changes_one_row_does_so_for_many(string sql, string bulk)
    {
        PostgresChange change = Text.Change(sql);
        Assert.True(change.IsOfRows);
        Assert.Equal(bulk, change.BulkSql);
    }

    [Theory]
    [InlineData("UPDATE users SET user_name_key = $1 WHERE id = $2")]
    [InlineData("UPDATE user_groups SET member_count = member_count + $1 WHERE id = $2")]
    [InlineData("UPDATE users SET profile_id = $2 WHERE id = $1")]
    [InlineData("DELETE FROM users WHERE id = $1")]
    [InlineData("INSERT INTO group_members (user_id, group_id) VALUES ($1, 2)")]
    [InlineData("INSERT INTO users (id) VALUES ($1) ON CONFLICT DO NOTHING")]
    public void What_is_anything_else_goes_row_by_row(string sql) => Assert.False(Text.Change(sql).IsOfRows);

    [Fact]
    public void Parents_go_first_and_the_changes_of_one_table_keep_their_order()
    {
        PostgresChange member = Text.Change("INSERT INTO group_members (user_id, group_id) VALUES ($1, $2)");
        PostgresChange group = Text.Change("INSERT INTO user_groups (id, name) VALUES ($1, $2)");
        PostgresChange describe = Text.Change("UPDATE user_groups SET description = $1 WHERE id = $2");
        PostgresChange empty = Text.Change("DELETE FROM group_members");
        PostgresQueue queue = new();
        queue.Add(member, Values(1, 1));
        queue.Add(group, Values(2, "b"));
        queue.Add(member, Values(1, 2));
        queue.Add(describe, Values("old", 2));
        queue.Add(describe, Values("new", 2));
        queue.Add(group, Values(3, "c"));
        queue.Add(empty, []);
        queue.Add(group, Values(4, "d"));
        List<(string Sql, PostgresValue[] Values)> sent = [];
        queue.Take((sql, values) => sent.Add((sql, values)));
        Assert.True(queue.IsEmpty);
        Assert.Equal(
            [group.Sql, describe.Sql, group.Sql, member.BulkSql, empty.Sql, group.Sql],
            sent.Select(statement => statement.Sql));
        Assert.Equal("new", sent[1].Values[0].Value);
        Assert.Equal(new long?[] { 1, 2 }, sent[3].Values[1].Value);
    }

    private static PostgresValue[] Values(params object[] values) =>
        [.. values.Select(value => value is int number ? new PostgresValue(NpgsqlDbType.Bigint, (long)number) : new PostgresValue(NpgsqlDbType.Text, value))];
}
