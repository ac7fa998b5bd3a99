using Microsoft.Data.Sqlite;

namespace PermModule.Unit.Storage;

public sealed class RowChangeTests : IDisposable
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
        Assert.Equal(1, Session.RowChange("INSERT INTO t (a, b) VALUES ($1, $0)").Set(0, 7).Set(1, text).Run());
        using SqliteDataReader reader = Session.Query("SELECT a, b FROM t");
        Assert.True(reader.Read());
        Assert.Equal(text, reader.IsDBNull(0) ? null : reader.GetString(0));
        Assert.Equal(7, reader.GetInt64(1));
    }

    [Fact]
    public void A_long_text_and_bytes_come_back_as_they_were_set()
    {
        string text = new('é', 100_000);
        byte[] bytes = [0, 1, 255];
        Session.Execute("CREATE TEMP TABLE t (a, b)");
        Session.RowChange("INSERT INTO t (a, b) VALUES ($0, $1)").Set(0, text).Set(1, bytes).Run();
        using SqliteDataReader reader = Session.Query("SELECT a, b FROM t");
        Assert.True(reader.Read());
        Assert.Equal(text, reader.GetString(0));
        Assert.Equal(bytes, reader.GetFieldValue<byte[]>(1));
    }

    [Fact]
    public void Parameters_keep_their_values_and_a_refused_run_can_be_repeated()
    {
        Session.Execute("CREATE TEMP TABLE t (a UNIQUE, b)");
        RowChange insert = Session.RowChange("INSERT INTO t (a, b) VALUES ($0, $1)").Set(1, "kept");
        insert.Set(0, 1).Run();
        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT, Assert.Throws<SqliteException>(() => insert.Run()).SqliteErrorCode);
        Assert.Equal(1, insert.Set(0, 2).Run());
        Assert.Equal(2, Session.Scalar("SELECT COUNT(*) FROM t WHERE b = 'kept'"));
        Assert.Equal(2, Session.RowChange("UPDATE t SET b = $0 WHERE a < $1").Set(0, "both").Set(1, 9).Run());
        Assert.Equal(0, Session.RowChange("UPDATE t SET b = $0 WHERE a < $1").Set(1, 0).Run());
    }
}
