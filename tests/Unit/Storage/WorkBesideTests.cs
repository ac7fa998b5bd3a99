namespace PermModule.Unit.Storage;

/// <summary>Work on a store beside its thread: the store is still used by one thread at a time.</summary>
public sealed class WorkBesideTests : IDisposable
{
    private static readonly Dictionary<string, Action<PermStore>> Needs = new(StringComparer.Ordinal)
    {
        ["find a user"] = store => store.Users.Find().Count(),
        ["make a user"] = store => store.Users.Create(new UserData { UserName = "bob" }),
        ["begin a transaction"] = store => store.BeginTransaction().Dispose(),
        ["ask for the version"] = store => store.Session.Version(),
        ["take the warnings"] = store => store.TakeWarnings(),
        ["map rows"] = store => store.Session.Rows<long>("SELECT id FROM users"),
        ["prepare a statement"] = store => store.Session.Statement("SELECT 1"),
        ["ask the engine"] = store => store.Session.Link.ReadSchemaVersion(),
        ["be stopped"] = store => store.CancelWith(TestContext.Current.CancellationToken).Dispose(),
        ["name a command"] = store => store.Correlate(Guid.NewGuid()).Dispose(),
        ["open the past"] = store => store.Session.OpenReader().Dispose(),
        ["close the store"] = store => store.Dispose(),
        ["do more work"] = store => _ = store.RunBeside(() => 0),
    };

    private readonly TestStore _test = new TestStore().WithProfiles();

    public static TheoryData<string> Names => [.. Needs.Keys];

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whoever_needs_the_store_waits_for_the_work(string what)
    {
        using ManualResetEventSlim begun = new();
        Task<PermUser> work = Store.RunBeside(() =>
        {
            begun.Set();
            Thread.Sleep(50);
            return Store.Users.Create(new UserData { UserName = "ann" });
        });
        begun.Wait(TestContext.Current.CancellationToken);
        Needs[what](Store);
        Assert.True(work.IsCompleted);
        Assert.Equal("ann", (await work).UserName);
    }

    [Fact]
    public async Task Work_that_is_refused_leaves_the_store_to_who_comes_next()
    {
        Task<PermUser> work = Store.RunBeside(() => Store.Users.Create(new UserData { UserName = "ann", Profile = "Nobody's" }));
        Assert.Empty(Store.Users.Find());
        Assert.Equal("ProfileNotFound", (await Assert.ThrowsAsync<PermNotFoundException>(() => work)).ErrorId);
        _test.AddUser("ann");
    }

    [Fact]
    public async Task Users_are_read_on_while_what_came_out_before_is_written()
    {
        Store.Users.Create([.. Enumerable.Range(0, 2_500).Select(i => new UserData { UserName = $"u{i}", Department = "A" })]);
        using ManualResetEventSlim isRead = new();
        Task<bool>? work = null;
        List<PermUser> read = [];
        foreach (PermUser user in Store.Users.Find())
        {
            read.Add(user);
            work ??= Store.RunBeside(() => Store.Session.Write(scope =>
            {
                Store.Users.Update(UserReference.ByName("u2400"), new UserData { Department = "B" });
                return isRead.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            }));
        }

        Assert.False(work!.IsCompleted);
        isRead.Set();
        Assert.True(await work);
        Assert.Equal(2_500, read.Count);
        Assert.All(read, user => Assert.Equal("A", user.Department));

        // What was read meanwhile is an object of this store, and does not hide that it was changed since.
        PermUser before = read.Single(user => user.UserName == "u2400");
        Assert.Equal("ConcurrentChange", Assert.Throws<PermConflictException>(() => Store.Users.Update(UserReference.To(before), new UserData { Department = "C" })).ErrorId);
        Assert.Equal("C", Store.Users.Update(UserReference.To(read[^1]), new UserData { Department = "C" }).Department);
    }

    [Fact]
    public async Task Who_stops_the_thread_of_the_store_does_not_stop_what_comes_after_the_work()
    {
        using CancellationTokenSource outer = new();
        using CancellationTokenSource inner = new();
        IDisposable outerSpan = Store.CancelWith(outer.Token);
        using ManualResetEventSlim begun = new();
        Task<bool> work = Store.RunBeside(() =>
        {
            using (Store.CancelWith(inner.Token))
            {
                begun.Set();
                Thread.Sleep(50);
            }

            return true;
        });
        begun.Wait(TestContext.Current.CancellationToken);
        outerSpan.Dispose();
        await outer.CancelAsync();
        await inner.CancelAsync();
        Assert.True(await work);
        _test.AddUser("ann");
    }
}
