using System.Globalization;
using PermModule.Unit.Reliability;

namespace PermModule.Unit.Storage;

/// <summary>A server whose disk is full.</summary>
public sealed class PostgresDiskTests
{
    private const int Batch = 3_000;

    [Fact]
    public void A_full_disk_costs_only_the_change_that_did_not_fit()
    {
        Assert.SkipUnless(CrashProcess.CanRun("unshare", "-m", "true"), "Not run: needs Linux and the right to mount (unshare -m).");
        using PostgresCluster cluster = PostgresCluster.Start();
        cluster.Stop();
        string disk = Path.Combine(cluster.Folder, "disk");
        Directory.CreateDirectory(disk);

        // Only the server sees the small disk.
        cluster.Within = $"unshare -m sh -c 'mount -t tmpfs -o size=4m tmpfs {disk} && chown postgres {disk} && exec \"$@\"' sh ";
        cluster.Run();
        cluster.Sql($"CREATE TABLESPACE small LOCATION '{disk}'");
        cluster.Change("default_tablespace", "small");
        using PermStore store = PermStore.Create(cluster.Url + "schema=t", new PermStoreOptions { Actor = "tester" });
        store.Profiles.Create("Viewer", isDefault: true);
        int done = 0;
        PermBusyException error = Assert.Throws<PermBusyException>((Action)FillUp);
        Assert.True(error.ErrorId == "DiskFull", error.ToString());
        Assert.True(done > 0, "The disk was full before there was anybody.");
        Assert.Equal(done * Batch, store.Summary.Users);

        PostgresCluster.Shell($"nsenter -m -t \"$(head -n 1 '{cluster.Folder}/data/postmaster.pid')\" mount -o remount,size=64m '{disk}'");
        Add(store, done);
        Assert.Equal((done + 1) * Batch, store.Summary.Users);
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.ToString()));

        void FillUp()
        {
            for (; ; done++)
            {
                Add(store, done);
            }
        }
    }

    private static void Add(PermStore store, int batch) =>
        store.Users.Create([.. Enumerable.Range(0, Batch).Select(i => new UserData { UserName = string.Create(CultureInfo.InvariantCulture, $"u{batch}-{i}") })]);
}
