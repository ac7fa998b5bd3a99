using PermModule.Crash;

namespace PermModule.Unit.Reliability;

/// <summary>Writers come in the order in which they began to wait, whatever happens to those before them.</summary>
public sealed class WriterQueueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-queue-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "perm.db");

    private string QueuePath => Path + StoreMark.Queue;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Who_waits_comes_before_who_has_just_written_and_before_who_came_later()
    {
        using PermStore store = Workload.CreateStore(Path);
        for (int round = 0; round < 10; round++)
        {
            string[] order;
            using (PermTransaction transaction = store.BeginTransaction())
            {
                Task first = Start($"first{round}", waiting: 1);
                Task second = Start($"second{round}", waiting: 2);
                transaction.Commit();
                Add(store, $"again{round}");
                await first;
                await second;
                order = [.. store.Trail.FindEvents(new AuditEventFilter { Actions = ["UserCreated"] }).Select(item => item.Target).TakeLast(3)];
            }

            Assert.Equal([$"first{round}", $"second{round}", $"again{round}"], order);
        }
    }

    [Fact]
    public void Who_is_killed_while_waiting_is_not_waited_for()
    {
        using PermStore store = Workload.CreateStore(Path);
        using (PermTransaction transaction = store.BeginTransaction())
        {
            using CrashProcess child = new("work", Path, "1");
            AwaitWaiting(1);
            child.Kill(TimeSpan.Zero);
            transaction.Commit();
        }

        AwaitWaiting(0);
        Add(store, "afterwards");
    }

    [Fact]
    public async Task A_bulk_change_takes_smaller_pieces_while_somebody_waits()
    {
        using PermStore store = Workload.CreateStore(Path);
        Assert.Equal(10_000, store.Session.BatchFor(10_000));
        Task? waiting = null;
        store.Session.Write(_ =>
        {
            waiting = Start("waiting", waiting: 1);
            Thread.Sleep(500);

            // A busy machine may have let the other one sleep for longer than its sign of life lasts.
            AwaitWaiting(1);
            return true;
        });
        int pieces = store.Session.BatchFor(10_000);
        await waiting!;
        Assert.InRange(pieces, 1, 2_000);
        Assert.Equal(pieces, store.BatchSize);
        Add(store, "alone");
        Assert.Equal((10_000, pieces * 2), (store.Session.BatchFor(10_000), store.BatchSize));
    }

    [Fact]
    public async Task A_single_writer_makes_no_queue_and_the_file_of_one_is_as_private_as_the_store()
    {
        using PermStore store = Workload.CreateStore(Path);
        Add(store, "alone");
        Assert.False(File.Exists(QueuePath));
        Task waiting;
        using (PermTransaction transaction = store.BeginTransaction())
        {
            waiting = Start("waiting", waiting: 1);
            transaction.Commit();
        }

        await waiting;
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(QueuePath) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("folder")]
    [InlineData("link")]
    public async Task Whatever_lies_where_the_queue_should_be_stops_nobody(string kind)
    {
        using PermStore store = Workload.CreateStore(Path);
        string precious = System.IO.Path.Combine(_folder, "precious");
        byte[] noise = new byte[5_000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(precious, noise);
        switch (kind)
        {
            case "noise":
                File.Copy(precious, QueuePath);
                break;
            case "folder":
                Directory.CreateDirectory(QueuePath);
                break;
            default:
                File.CreateSymbolicLink(QueuePath, precious);
                break;
        }

        Task waiting;
        using (PermTransaction transaction = store.BeginTransaction())
        {
            waiting = Start("waiting", waiting: 0);
            Thread.Sleep(100);
            transaction.Commit();
        }

        await waiting;
        Assert.Equal(1, store.Summary.Users);
        Assert.Equal(noise, File.ReadAllBytes(precious));
    }

    private static void Add(PermStore store, string name) => store.Users.Create(new UserData { UserName = name });

    /// <summary>Adds a user through a connection of its own, and returns when as many wait as said.</summary>
    private Task Start(string name, int waiting)
    {
        Task task = Task.Factory.StartNew(
            () =>
            {
                using PermStore own = PermStore.Open(Path, new PermStoreOptions { LockTimeout = TimeSpan.FromMinutes(2) });
                Add(own, name);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        AwaitWaiting(waiting);
        return task;
    }

    private void AwaitWaiting(int count)
    {
        using WriterQueue queue = new(Path);
        Assert.True(SpinWait.SpinUntil(() => queue.Ahead() == count, TimeSpan.FromSeconds(60)), $"{queue.Ahead()} are waiting, expected {count}.");
    }
}
