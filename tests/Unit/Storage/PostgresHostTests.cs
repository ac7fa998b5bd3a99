using System.Globalization;
using Npgsql;
using PermModule.Crash;
using PermModule.Unit.Reliability;

namespace PermModule.Unit.Storage;

/// <summary>Several processes, as of several hosts, on one store of a server.</summary>
[OnPostgres]
public sealed class PostgresHostTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Next = [.. StoreSchema.All, "CREATE TABLE next_one (id INTEGER PRIMARY KEY)", "CREATE TABLE next_two (id INTEGER PRIMARY KEY)"];

    private readonly string _url = PostgresServer.NewStore();

    private static PermStoreOptions Options => new() { Actor = "tester", LockTimeout = TimeSpan.FromMinutes(1) };

    public void Dispose()
    {
        PostgresServer.Drop(_url);
        foreach (int writer in Enumerable.Range(0, WriterRace.Writers))
        {
            PostgresServer.Drop(string.Create(CultureInfo.InvariantCulture, $"{_url}_p{writer}"));
        }
    }

    [Fact]
    public void Eight_processes_write_at_once_and_no_seat_is_given_twice() => WriterRace.ForSeats(_url, output);

    [Fact]
    public void Of_two_changes_from_the_same_reading_one_wins_and_the_other_is_told() => WriterRace.ForOneField(_url, output);

    [Fact]
    public void Whatever_a_killed_host_acknowledged_is_there_and_nothing_is_half_done()
    {
        int rounds = CrashProcess.Rounds(5);
        int acknowledged = 0;
        for (int round = 0; round < rounds; round++)
        {
            int seed = Random.Shared.Next();
            Workload.CreateStore(_url).Dispose();
            using CrashProcess child = new("work", _url, seed.ToString(CultureInfo.InvariantCulture));
            child.ReadLine();
            IReadOnlyList<string> lines = child.Kill(TimeSpan.FromMilliseconds(Random.Shared.Next(400)));
            int done = lines.Count == 0 ? 1 : int.Parse(lines[^1], CultureInfo.InvariantCulture);
            acknowledged += done;

            // The server ends the transaction of the killed one when its connection is seen to be gone; the next writer waits for that, no longer.
            using (PermStore next = PermStore.Open(_url, Options))
            {
                next.Preview(() => next.Groups.Create("Waits"));
            }

            KillTests.AssertIsAfter(_url, seed, done);
            PostgresServer.Drop(_url);
        }

        output.WriteLine($"{rounds} rounds killed, {acknowledged} changes acknowledged, lost 0");
    }

    [Fact]
    public void Several_hosts_at_once_migrate_once()
    {
        using (PermStore old = Workload.CreateStore(_url))
        {
            old.Users.Create(new UserData { UserName = "ann" });
        }

        Parallel.For(0, 4, _ => PermStore.Open(_url, Options with { Schema = Next }).Dispose());
        using PermStore store = PermStore.Open(_url, Options with { Schema = Next });
        Assert.Equal(Next.Length, store.SchemaVersion);
        Assert.Equal(2, store.Session.Scalar("SELECT COUNT(*) FROM audit_events WHERE action = 'StoreMigrated'"));
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.ToString()));
    }

    [Fact]
    public void A_host_whose_module_is_older_is_refused_in_its_next_write_and_when_it_connects()
    {
        using PermStore old = Workload.CreateStore(_url);
        PermStore.Open(_url, Options with { Schema = Next }).Dispose();
        Assert.Equal("StoreTooNew", Assert.Throws<PermCorruptException>(() => old.Groups.Create("Press")).ErrorId);
        Assert.Equal("StoreTooNew", Assert.Throws<PermCorruptException>(() => PermStore.Open(_url, Options)).ErrorId);
        Assert.Equal("StoreTooNew", Assert.Throws<PermCorruptException>(() => PermStore.Open(_url, Options with { IsReadOnly = true })).ErrorId);
    }

    [Fact]
    public void A_migration_that_fails_leaves_what_was()
    {
        Workload.CreateStore(_url).Dispose();
        string[] failing = [.. StoreSchema.All, "CREATE TABLE next_one (id INTEGER PRIMARY KEY); CREATE TABLE next_one (id INTEGER PRIMARY KEY)"];
        Assert.ThrowsAny<PermException>(() => PermStore.Open(_url, Options with { Schema = failing }));
        using PermStore store = PermStore.Open(_url, Options);
        Assert.Equal(StoreSchema.All.Count, store.SchemaVersion);
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.ToString()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_host_whose_clock_is_an_hour_wrong_stamps_the_time_of_the_server(int hours)
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddSeconds(-1);
        using PermStore store = Workload.CreateStore(_url);
        TestClock clock = new();
        clock.Advance(DateTimeOffset.UtcNow.AddHours(hours) - clock.GetUtcNow());
        using PermStore wrong = PermStore.Open(_url, Options with { Time = clock, FollowsServer = true });
        Assert.Contains(wrong.TakeWarnings(), warning => warning.Id == "ClockDiffers" && warning.Message.Contains("60 min", StringComparison.Ordinal));
        wrong.Groups.Create("Press");
        store.Groups.Create("Print");
        PermAuditEvent[] events = [.. store.Trail.FindEvents(new AuditEventFilter { Actions = ["GroupCreated"] })];
        Assert.Equal(2, events.Length);
        Assert.All(events, found => Assert.InRange(found.At, before, DateTimeOffset.UtcNow.AddSeconds(1)));
        Assert.True(store.Trail.Verify().IsIntact);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(3_600, false)]
    public void What_a_host_calls_now_is_not_the_future_unless_its_clock_is_wrong(int secondsAhead, bool isTaken)
    {
        using PermStore store = Workload.CreateStore(_url);
        TestClock clock = new();
        clock.Advance(DateTimeOffset.UtcNow.AddSeconds(secondsAhead) - clock.GetUtcNow());
        using PermStore host = PermStore.Open(_url, Options with { Time = clock, FollowsServer = true });
        host.Users.Create(new UserData { UserName = "audrey", Email = "audrey@example.com" });
        Func<PermUser>[] reads =
        [
            () => host.History.FindUser(UserReference.ByName("audrey"), clock.GetUtcNow())!,
            () =>
            {
                using PermStore past = host.AsOf(clock.GetUtcNow());
                return past.Users.Get("audrey");
            },
        ];
        foreach (Func<PermUser> read in reads)
        {
            if (isTaken)
            {
                Assert.Equal("audrey", read().UserName);
            }
            else
            {
                Assert.Equal("AsOfInFuture", Assert.Throws<PermInvalidInputException>(() => read()).ErrorId);
            }
        }
    }

    [Fact]
    public void Texts_compare_by_their_bytes_in_every_index()
    {
        using PermStore store = Workload.CreateStore(_url);
        using NpgsqlConnection connection = PostgresServer.Connect(_url);
        using NpgsqlCommand command = new("""
            SELECT COUNT(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_collation o ON o.oid = a.attcollation
            WHERE n.nspname = $1 AND a.attnum > 0 AND o.collname <> 'C'
            """, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = PostgresServer.SchemaOf(_url) });
        Assert.Equal(0L, command.ExecuteScalar());
    }

    [Fact]
    public void No_statement_of_the_engine_leans_on_a_session()
    {
        string folder = Path.GetDirectoryName(Architecture.SourceFolders.FilesOf("PermModule.Core").First(file => file.EndsWith("PostgresLink.cs", StringComparison.Ordinal)))!;
        string[] found = [.. Directory.GetFiles(folder, "*.cs").Where(file => File.ReadAllText(file) is { } text && (text.Contains("advisory", StringComparison.OrdinalIgnoreCase) || text.Contains("LISTEN ", StringComparison.Ordinal) || text.Contains("NOTIFY ", StringComparison.Ordinal)))];
        Assert.Empty(found);
    }
}
