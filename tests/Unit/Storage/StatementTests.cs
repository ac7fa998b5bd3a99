using Microsoft.Data.Sqlite;

namespace PermModule.Unit.Storage;

public sealed class StatementTests : IDisposable
{
    private readonly TestStore _test = new();

    private StoreSession Session => _test.Store.Session;

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("Zoë 雪 🙂")]
    [InlineData("a\0b")]
    public void Text_comes_back_as_it_was_set(string? text)
    {
        Session.Execute("CREATE TEMP TABLE t (a, b)");
        Assert.Equal(1, Session.Statement("INSERT INTO t (a, b) VALUES ($2, $1)").Set(1, 7).Set(2, text).Run());
        using Statement reader = Session.Query("SELECT a, b FROM t");
        Assert.True(reader.Next());
        Assert.Equal(text, reader.Text(0));
        Assert.Equal(7, reader.Number(1));
    }

    [Fact]
    public void A_long_text_and_bytes_come_back_as_they_were_set()
    {
        string text = new('é', 100_000);
        byte[] bytes = [0, 1, 255];
        Session.Execute("CREATE TEMP TABLE t (a, b)");
        Session.Statement("INSERT INTO t (a, b) VALUES ($1, $2)").Set(1, text).Set(2, bytes).Run();
        using Statement reader = Session.Query("SELECT a, b FROM t");
        Assert.True(reader.Next());
        Assert.Equal(text, reader.Text(0));
        Assert.Equal(bytes, reader.Bytes(1));
    }

    [Theory]
    [InlineData("'1'")]
    [InlineData("1.5")]
    [InlineData("x'01'")]
    [InlineData("NULL")]
    public void A_value_that_is_not_a_number_is_never_read_as_one(string value)
    {
        using Statement reader = Session.Query("SELECT " + value);
        Assert.True(reader.Next());
        Assert.Equal("StoreCorrupt", Assert.Throws<PermCorruptException>(() => reader.Number(0)).ErrorId);
    }

    [Fact]
    public void Parameters_keep_their_values_and_a_refused_run_can_be_repeated()
    {
        Session.Execute("CREATE TEMP TABLE t (a UNIQUE, b)");
        Statement insert = Session.Statement("INSERT INTO t (a, b) VALUES ($1, $2)").Set(2, "kept");
        insert.Set(1, 1).Run();
        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT, Assert.Throws<SqliteException>(() => insert.Run()).SqliteErrorCode);
        Assert.Equal(1, insert.Set(1, 2).Run());
        Assert.Equal(2, Session.Scalar("SELECT COUNT(*) FROM t WHERE b = 'kept'"));
        Assert.Equal(2, Session.Statement("UPDATE t SET b = $1 WHERE a < $2").Set(1, "both").Set(2, 9).Run());
        Assert.Equal(0, Session.Statement("UPDATE t SET b = $1 WHERE a < $2").Set(2, 0).Run());
    }

    [Fact]
    public void Values_of_any_length_do_not_touch_those_of_other_parameters_or_of_earlier_runs()
    {
        Session.Execute("CREATE TEMP TABLE t (a, b, c)");
        Statement insert = Session.Statement("INSERT INTO t (a, b, c) VALUES ($1, $2, $3)").Set(1, "first").Set(3, "last"u8);
        int[] lengths = [1, 85, 256, 257, 3_000, 256, 1];
        foreach (int length in lengths)
        {
            insert.Set(2, new string('é', length)).Run();
            insert.SetText(2, Enumerable.Repeat((byte)'b', length).ToArray()).Run();
            insert.Set(2, Enumerable.Repeat((byte)0, length).ToArray()).Run();
        }

        GC.Collect();
        using Statement row = Session.Query("SELECT a, b, c FROM t ORDER BY rowid");
        foreach (int length in lengths)
        {
            Assert.Equal(("first", new string('é', length), "last"), Next());
            Assert.Equal(("first", new string('b', length), "last"), Next());
            Assert.Equal(("first", new string('\0', length), "last"), Next());
        }

        (string?, string?, string) Next()
        {
            Assert.True(row.Next());
            return (row.Text(0), row.Text(1), System.Text.Encoding.UTF8.GetString(row.Bytes(2)));
        }
    }
}
