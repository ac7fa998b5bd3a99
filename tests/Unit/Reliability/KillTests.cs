using System.Globalization;
using PermModule.Crash;

namespace PermModule.Unit.Reliability;

/// <summary>Kills a process that writes, at random moments, and compares the store with what the process had acknowledged.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Whatever_was_acknowledged_survives_and_nothing_is_half_done()
    {
        int rounds = CrashProcess.Rounds(10);
        int acknowledged = 0;
        int recovered = 0;
        for (int round = 0; round < rounds; round++)
        {
            string path = Path.Combine(_folder, $"{round}.db");
            int seed = Random.Shared.Next();
            Workload.CreateStore(path).Dispose();
            using CrashProcess child = new("work", path, seed.ToString(CultureInfo.InvariantCulture));
            child.ReadLine();
            IReadOnlyList<string> lines = child.Kill(TimeSpan.FromMilliseconds(Random.Shared.Next(400)));
            int done = lines.Count == 0 ? 1 : int.Parse(lines[^1], CultureInfo.InvariantCulture);
            acknowledged += done;
            recovered += new FileInfo(path + "-wal").Length > 0 ? 1 : 0;
            AssertIsAfter(path, seed, done);
        }

        output.WriteLine($"{rounds} rounds killed, {acknowledged} changes acknowledged, {recovered} journals to recover, lost 0");
    }

    [Fact]
    public void A_migration_that_is_killed_goes_on_where_it_was()
    {
        string original = Path.Combine(_folder, "original.db");
        using (PermStore store = Workload.CreateStore(original))
        {
            store.Users.Create([.. Enumerable.Range(0, 5_000).Select(i => new UserData { UserName = $"user{i}" })]);
        }

        int unfinished = 0;
        for (int round = 0; round < CrashProcess.Rounds(5); round++)
        {
            string path = Path.Combine(_folder, $"migrate{round}.db");
            File.Copy(original, path);
            using (CrashProcess child = new("migrate", path))
            {
                Assert.Equal("ready", child.ReadLine());
                child.Kill(TimeSpan.FromMilliseconds(Random.Shared.Next(250)));
            }

            int version;
            using (StoreSession session = StoreFile.Open(path, new PermStoreOptions { Schema = Workload.NextSchema }))
            {
                version = StoreLayout.ReadVersion(session);
                Assert.Equal(version - StoreSchema.All.Count, session.Scalar("SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND name LIKE 'next%'"));
                Assert.All(new StoreChecker(session).Run(), check => Assert.True(check.IsPassed, check.Message));
            }

            unfinished += version < Workload.NextSchema.Length ? 1 : 0;
            using (CrashProcess again = new("migrate", path))
            {
                again.Finish();
            }

            using PermStore migrated = PermStore.Open(path, new PermStoreOptions { Schema = Workload.NextSchema });
            Assert.Equal(Workload.NextSchema.Length, migrated.SchemaVersion);
            Assert.Equal(5_000, migrated.Summary.Users);
        }

        output.WriteLine($"{unfinished} migrations were cut off");
    }

    /// <summary>The store holds what the first changes of a seed make, or one change more: that which was under way.</summary>
    internal static void AssertIsAfter(string path, int seed, int done)
    {
        using PermStore store = PermStore.Open(path);
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, $"seed {seed}: {check.Message}"));
        Workload workload = new(seed);
        while (workload.Count < done)
        {
            workload.Next();
        }

        SortedDictionary<string, (string Profile, bool IsActive)> found = Workload.Read(store);
        if (!found.SequenceEqual(workload.Users))
        {
            workload.Next();
        }

        Assert.True(found.SequenceEqual(workload.Users), $"seed {seed}: after {done} acknowledged changes the store holds {found.Count} users, expected {workload.Users.Count}");
    }
}
