using Microsoft.Data.Sqlite;

namespace PermModule.Unit.Users;

/// <summary>The next page of users is read while this one is handed out.</summary>
public sealed class UsersAheadTests : IDisposable
{
    private const int FirstPage = 200;
    private const int Page = 1_000;

    private readonly TestStore _test = new TestStore().WithProfiles();

    public UsersAheadTests() => Store.Users.Create([.. Enumerable.Range(0, 5_000).Select(i => new UserData { UserName = $"u{i:D4}", Department = "A" })]);

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_page_is_in_memory_before_it_is_asked_for()
    {
        int read = 0;
        foreach (PermUser user in Store.Users.Find())
        {
            // Whoever needs the store waits until the page is read.
            if (++read == FirstPage + 1)
            {
                Store.TakeWarnings();
                EmptyBehindTheBack();
            }
        }

        Assert.Equal(FirstPage + (2 * Page), read);
    }

    [Fact]
    public void Who_takes_only_the_first_users_reads_no_more()
    {
        using IEnumerator<PermUser> users = Store.Users.Find().GetEnumerator();
        for (int read = 0; read < FirstPage; read++)
        {
            Assert.True(users.MoveNext());
        }

        Store.TakeWarnings();
        EmptyBehindTheBack();
        Assert.False(users.MoveNext());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_changed_meanwhile_is_read_again(bool byOthers)
    {
        using PermStore other = PermStore.Open(_test.Path, _test.Options);
        PermStore changing = byOthers ? other : Store;
        List<string> seen = [];
        foreach (PermUser user in Store.Users.Find())
        {
            if (seen.Count == FirstPage + 1)
            {
                Store.TakeWarnings();
                changing.Users.Update(UserReference.ByName("u1500"), new UserData { Department = "B" });
            }

            seen.Add($"{user.UserName}{user.Department}");
        }

        Assert.Equal(5_000, seen.Count);
        Assert.Contains("u1500B", seen);
    }

    [Fact]
    public void Inside_a_change_everything_is_read_by_its_own_thread()
    {
        Store.Session.Write(scope =>
        {
            int read = 0;
            foreach (PermUser user in Store.Users.Find())
            {
                Assert.False(Store.Session.CanReadBeside);
                if (++read == FirstPage + 1)
                {
                    Store.Users.Update(UserReference.ByName("u4999"), new UserData { Department = "B" });
                }
            }

            return read;
        });
        Assert.Equal("B", Store.Users.Get("u4999").Department);
    }

    [Fact]
    public async Task Work_beside_reads_by_its_own_thread()
    {
        // It may begin before who started it goes on.
        for (int i = 0; i < 1_000; i++)
        {
            Assert.False(await Store.RunBeside(() => Store.Session.CanReadBeside));
        }

        Assert.Equal(5_000, await Store.RunBeside(() => Store.Users.Find().Count()));
        Assert.True(Store.Session.CanReadBeside);
    }

    [Fact]
    public void A_page_that_cannot_be_read_is_refused_where_it_would_have_come()
    {
        using CancellationTokenSource stop = new();
        using IDisposable span = Store.CancelWith(stop.Token);
        int read = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (PermUser user in Store.Users.Find())
            {
                if (++read == FirstPage + 1)
                {
                    stop.Cancel();
                }
            }
        });
        Assert.Equal(FirstPage + Page, read);
        span.Dispose();
        Assert.Equal(5_000, Store.Users.Find().Count());
    }

    /// <summary>Removes all users past the module, so that the version of the store stays.</summary>
    private void EmptyBehindTheBack()
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = _test.Path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM users";
        command.ExecuteNonQuery();
    }
}
