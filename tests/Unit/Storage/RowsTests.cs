namespace PermModule.Unit.Storage;

public class RowsTests : IDisposable
{
    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0";

    private readonly TestStore _test = new();

    private StoreSession Session => _test.Store.Session;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Columns_keep_their_values_where_the_first_row_has_none()
    {
        _test.NeedsFile();
        const string sql = "SELECT NULL, NULL, NULL, NULL, 1 UNION ALL SELECT 'a', 2, 1, x'00ff', 2 ORDER BY 5";
        IReadOnlyList<(string? Text, long? Number, WaitingRoomKind Kind, byte[]? Bytes, bool Flag)> rows = Session.Rows<(string?, long?, WaitingRoomKind, byte[]?, bool)>(sql);
        Assert.Equal((null, null, default, null, true), rows[0]);
        Assert.Equal(("a", 2L, (WaitingRoomKind)1, true), (rows[1].Text, rows[1].Number, rows[1].Kind, rows[1].Flag));
        Assert.Equal([0, 255], rows[1].Bytes!);
    }

    [Theory]
    [InlineData("x'; DROP TABLE users; --")]
    [InlineData("@value")]
    [InlineData("Zoë 雪 🙂")]
    [InlineData("")]
    public void A_parameter_is_a_value_whatever_it_says(string value) =>
        Assert.Equal([value], Session.Rows<string>("SELECT @value", new { value }));

    [Fact]
    public void Many_keys_are_asked_for_at_once()
    {
        _test.WithProfiles();
        long[] ids = [.. new[] { "ann", "zoë \"x\" 🙂", "o'b", "bob" }.Select(name => Session.Scalar("SELECT id FROM users WHERE user_name = $1", _test.Store.Users.Create(new UserData { UserName = name }).UserName)!.Value)];
        Assert.Equal(ids[..3], Found("user_name_key", ["ANN", "ZOË \"X\" 🙂", "O'B", "NOBODY"]));
        Assert.Equal(ids[2..], Found("id", [ids[3], ids[2], -1]));
        Assert.Equal(ids[..1], Found("user_name_key", ["ANN"]));
        Assert.Equal(ids[..1], Found("id", [ids[0]]));
        Assert.Empty(Found("id", Array.Empty<long>()));

        List<long> Found<T>(string column, IReadOnlyCollection<T> keys)
        {
            List<long> found = [];
            using Statement row = Session.Statement($"SELECT id FROM users WHERE {column} {Session.Link.AnyOf(1, keys.Count)} ORDER BY id").SetList(1, keys);
            while (row.Next())
            {
                found.Add(row.Number(0));
            }

            return found;
        }
    }

    [Fact]
    public void A_long_parameter_is_not_cut()
    {
        string value = new('é', 100_000);
        Assert.Equal([value], Session.Rows<string>("SELECT @value", new { value }));
    }

    [Fact]
    public void A_change_in_hand_is_seen()
    {
        int made = Session.Write(_ =>
        {
            _test.Store.Groups.Create("Press");
            return Session.Rows<string>("SELECT name FROM user_groups").Count;
        });
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Who_cancels_stops_the_query()
    {
        using CancellationTokenSource source = new();
        using IDisposable cancelled = Session.CancelWith(source.Token);
        Task stop = Task.Run(() => source.CancelAfter(50), TestContext.Current.CancellationToken);
        Assert.ThrowsAny<OperationCanceledException>(() => Session.Read(() => Session.Rows<long>(Endless)));
        await stop;
    }
}
