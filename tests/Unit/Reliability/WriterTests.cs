using PermModule.Crash;

namespace PermModule.Unit.Reliability;

/// <summary>Several processes on one store.</summary>
public sealed class WriterTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-write-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "perm.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Eight_processes_write_at_once_and_no_seat_is_given_twice() => WriterRace.ForSeats(Path, output);

    [Fact]
    public void Of_two_changes_from_the_same_reading_one_wins_and_the_other_is_told() => WriterRace.ForOneField(Path, output);

    [Fact]
    public async Task A_long_reader_and_a_writer_do_not_wait_for_each_other()
    {
        using PermStore store = Workload.CreateStore(Path);
        store.Users.Create([.. Enumerable.Range(0, 1_000).Select(i => new UserData { UserName = $"user{i}", Profile = "Viewer" })]);
        using PermStore reading = store.OpenAgain();
        using SemaphoreSlim isReading = new(0);
        using SemaphoreSlim mayEnd = new(0);
        Task<(long, long)> reader = Task.Run(() => reading.Session.ReadConsistently(() =>
        {
            long before = reading.Summary.Users;
            isReading.Release();
            mayEnd.Wait();
            return (before, reading.Summary.Users);
        }));
        await isReading.WaitAsync();
        for (int i = 0; i < 20; i++)
        {
            store.Users.Create([.. Enumerable.Range(0, 1_000).Select(n => new UserData { UserName = $"new{i}-{n}", Department = new string('x', 200) })]);
        }

        mayEnd.Release();
        Assert.Equal((1_000, 1_000), await reader);
        Assert.Equal(21_000, reading.Summary.Users);
        Assert.Equal(21_000, store.Summary.Users);
    }

    [Fact]
    public void The_journal_shrinks_again_when_a_long_reader_has_let_go()
    {
        const long limit = 64 << 20;
        using PermStore store = Workload.CreateStore(Path);
        using PermStore reading = store.OpenAgain();
        int rows = 0;
        reading.Session.ReadConsistently(() =>
        {
            long seen = reading.Summary.Users;
            while (Journal() < limit * 5 / 4)
            {
                Add(2_000);
            }

            return seen;
        });
        while (Journal() > limit && rows < 1_000_000)
        {
            Add(2_000);
        }

        Assert.InRange(Journal(), 1, limit);

        void Add(int count)
        {
            store.Users.Create([.. Enumerable.Range(rows, count).Select(i => new UserData { UserName = $"{Guid.NewGuid():N}", Department = new string('x', 250), JobTitle = new string('y', 250), Location = new string('z', 250) })]);
            rows += count;
        }

        long Journal() => new FileInfo(Path + "-wal").Length;
    }

    [Fact]
    public async Task A_reader_sees_whole_states_while_others_move_users()
    {
        using PermStore store = Workload.CreateStore(Path);
        string[] names = [.. Enumerable.Range(0, 200).Select(i => $"user{i}")];
        store.Users.Create([.. names.Select(name => new UserData { UserName = name, Profile = "Viewer" })]);
        using CancellationTokenSource stop = new();
        Task writer = Task.Run(() =>
        {
            using PermStore own = store.OpenAgain();
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                string profile = Workload.Profiles[i % 3];
                own.Users.Update([.. names.Select(name => new UserChange(UserReference.ByName(name), new UserData { Profile = profile }))]);
            }
        });
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(200, store.Seats.GetUsage().Sum(usage => usage.Active));
            Assert.Single(store.Users.Find().Select(user => user.ProfileName).Distinct());
        }

        await stop.CancelAsync();
        await writer;
    }
}
