using System.Diagnostics;
using Npgsql;
using PermModule.Storage.Postgres;

namespace PermModule.Unit.Storage;

/// <summary>Connections that are cut, stalled or refused at the worst moment, and a server that is stopped.</summary>
public sealed class PostgresFaultTests : IClassFixture<PostgresFaultTests.Server>, IDisposable
{
    private readonly PostgresCluster _cluster;
    private readonly CuttingProxy _proxy;
    private readonly string _schema = "schema=t" + Guid.NewGuid().ToString("N");
    private readonly PermStore _store;

    public PostgresFaultTests(Server server)
    {
        _cluster = server.Cluster;
        _proxy = new CuttingProxy(_cluster.Socket);
        PermStore.Create(_cluster.Url + _schema, Options).Dispose();
        _store = PermStore.Open(_proxy.Url + _schema, Options);
    }

    private static PermStoreOptions Options => new() { Actor = "tester" };

    public void Dispose()
    {
        _proxy.Dispose();
        _store.Dispose();
    }

    [Theory]
    [InlineData(CuttingProxy.Fault.AfterCommit)]
    [InlineData(CuttingProxy.Fault.BeforeCommit)]
    public void What_a_lost_commit_did_is_found_out(CuttingProxy.Fault fault)
    {
        _store.Groups.Create("First");
        for (int i = 0; i < 5; i++)
        {
            _proxy.Next = fault;
            string name = $"Group {i}";
            if (fault == CuttingProxy.Fault.AfterCommit)
            {
                Assert.Equal(name, _store.Groups.Create(name).Name);
            }
            else
            {
                Assert.Equal("StoreUnavailable", Assert.Throws<PermBusyException>(() => _store.Groups.Create(name)).ErrorId);
                _store.Groups.Create(name);
            }
        }

        AssertWhole(groups: 6);
    }

    [Fact]
    public void Where_nobody_can_be_asked_what_a_lost_commit_did_the_event_to_look_for_is_named()
    {
        _store.Groups.Create("First");
        long next = _store.Trail.GetDigest().LastId + 1;
        _proxy.Next = CuttingProxy.Fault.AfterCommit;
        _proxy.IsDown = true;
        PermBusyException error = Assert.Throws<PermBusyException>(() => _store.Groups.Create("Second"));
        Assert.Equal("StoreUnavailable", error.ErrorId);
        Assert.Contains($"event {next} ", error.Message, StringComparison.Ordinal);
        _proxy.IsDown = false;

        // Whoever locks the store next waits for the one whose answer was lost.
        _store.Preview(() => _store.Groups.Create("Third"));
        AssertWhole(groups: 2);
    }

    [Fact]
    public void A_host_that_is_cut_off_in_a_transaction_holds_the_others_no_longer_than_the_idle_limit()
    {
        using PermStore cutOff = PermStore.Open(_proxy.Url + _schema, Options with { IdleLimit = TimeSpan.FromSeconds(1) });
        PermTransaction transaction = cutOff.BeginTransaction();
        cutOff.Groups.Create("Lost");
        using PermStore other = PermStore.Open(_cluster.Url + _schema, Options with { LockTimeout = TimeSpan.FromMinutes(1) });
        long start = Stopwatch.GetTimestamp();
        other.Groups.Create("Kept");
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(30));
        Assert.Equal("TransactionRolledBack", Assert.ThrowsAny<PermException>(() => cutOff.Groups.Create("Later")).ErrorId);
        Assert.ThrowsAny<PermException>(transaction.Commit);
        transaction.Dispose();
        cutOff.Groups.Create("Afterwards");
        AssertWhole(groups: 2);
    }

    [Fact]
    public void A_server_that_is_restarted_between_two_changes_is_connected_to_again()
    {
        _store.Groups.Create("Before");
        foreach (bool isCrash in new[] { false, true })
        {
            _cluster.Stop(isCrash);
            _cluster.Run();
            Assert.Equal("Before", Assert.Single(_store.Groups.Find("Before")).Name);
            _store.Groups.Create($"After {isCrash}");
        }

        AssertWhole(groups: 3);
    }

    [Fact]
    public void A_server_that_is_down_is_named_and_used_again_when_it_is_back()
    {
        _cluster.Stop();
        try
        {
            PermBusyException error = Assert.Throws<PermBusyException>(() => _store.Groups.Create("Now"));
            Assert.Equal(("StoreUnavailable", "Server"), (error.ErrorId, error.Detail));
        }
        finally
        {
            _cluster.Run();
        }

        _store.Groups.Create("Then");
        AssertWhole(groups: 1);
    }

    [Fact]
    public async Task A_server_that_is_shut_down_in_the_middle_of_a_batch_keeps_all_of_it_or_nothing()
    {
        _store.Profiles.Create("Viewer", isDefault: true);
        int acknowledged = 0;
        Task<string> writer = Task.Run(() =>
        {
            try
            {
                for (int batch = 0; ; batch++)
                {
                    _store.Users.Create([.. Enumerable.Range(0, 500).Select(i => new UserData { UserName = $"u{batch}-{i}" })]);
                    Interlocked.Increment(ref acknowledged);
                }
            }
            catch (PermException error)
            {
                return error.ErrorId;
            }
        });
        while (Volatile.Read(ref acknowledged) < 2 && !writer.IsCompleted)
        {
            await Task.Delay(5);
        }

        _cluster.Stop();
        string refusal = await writer;
        _cluster.Run();
        Assert.Contains(refusal, new[] { "StoreUnavailable", "TransactionRolledBack" });
        using PermStore store = PermStore.Open(_cluster.Url + _schema, Options);

        // The batch whose answer was lost with the server may be there, whole.
        Assert.InRange(store.Summary.Users, acknowledged * 500L, (acknowledged + 1) * 500L);
        Assert.Equal(0, store.Summary.Users % 500);
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.ToString()));
    }

    [Fact]
    public void As_many_connections_as_the_server_takes_are_told_so()
    {
        _cluster.Set("max_connections", "12");
        List<PermStore> open = [];
        try
        {
            PermBusyException error = Assert.Throws<PermBusyException>((Action)OpenMany);
            Assert.Equal("StoreUnavailable", error.ErrorId);
            Assert.Contains("max_connections", error.Message, StringComparison.Ordinal);
            open[0].Groups.Create("Still");
        }
        finally
        {
            open.ForEach(store => store.Dispose());
            _cluster.Set("max_connections", "200");
        }

        void OpenMany()
        {
            while (open.Count < 20)
            {
                open.Add(PermStore.Open(_cluster.Url + _schema, Options));
            }
        }
    }

    [Fact]
    public void A_statement_that_takes_longer_than_the_server_allows_undoes_its_change()
    {
        Run("CREATE ROLE hurried LOGIN SUPERUSER; ALTER ROLE hurried SET statement_timeout = 200");
        string url = _cluster.Url.Replace("postgres@", "hurried@", StringComparison.Ordinal) + _schema;
        using PermStore hurried = PermStore.Open(url, Options with { LockTimeout = TimeSpan.FromMinutes(1) });
        using (NpgsqlConnection other = Connect())
        {
            using NpgsqlTransaction transaction = other.BeginTransaction();
            using NpgsqlCommand command = new($"SELECT 1 FROM {_schema["schema=".Length..]}.store_head FOR UPDATE", other, transaction);
            command.ExecuteScalar();
            PermBusyException error = Assert.Throws<PermBusyException>(() => hurried.Groups.Create("Slow"));
            Assert.Equal("StoreBusy", error.ErrorId);
            Assert.Contains("longer than it lets it", error.Message, StringComparison.Ordinal);
        }

        hurried.Groups.Create("Quick");
        AssertWhole(groups: 1);
    }

    [Fact]
    public void A_past_state_is_read_however_long_the_server_lets_a_transaction_wait()
    {
        Run("CREATE ROLE waiting LOGIN SUPERUSER; ALTER ROLE waiting SET idle_in_transaction_session_timeout = 100");
        using PermStore store = PermStore.Open(_cluster.Url.Replace("postgres@", "waiting@", StringComparison.Ordinal) + _schema, Options);
        store.Groups.Create("Press");
        using PermStore past = store.AsOf(store.Trail.FindEvents().Last().At);
        Thread.Sleep(500);
        Assert.Equal("Press", Assert.Single(past.Groups.Find()).Name);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_a_server_that_does_not_answer()
    {
        string patient = _proxy.Url + "Timeout=600;" + _schema;
        using PermStore store = PermStore.Open(patient, Options);
        _proxy.IsSilent = true;
        await StopSoon(stop => PermStore.Open(patient, Options, stop));
        Run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'PermModule' AND pid <> pg_backend_pid()");
        await StopSoon(stop =>
        {
            using IDisposable span = store.CancelWith(stop);
            store.Groups.Create("Stopped");
        });

        _proxy.IsSilent = false;
        Assert.Equal("After", store.Groups.Create("After").Name);
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    [InlineData("synchronous_commit")]
    public void A_server_that_may_lose_an_acknowledged_change_is_read_and_not_written(string setting)
    {
        string url = _cluster.Url + _schema;
        _cluster.Change(setting, "off");
        try
        {
            foreach (Func<PermStore> use in new Func<PermStore>[] { () => PermStore.Open(url, Options), () => PermStore.Create(url + "x", Options) })
            {
                PermConflictException error = Assert.Throws<PermConflictException>(() => use().Dispose());
                Assert.Equal("StoreNotDurable", error.ErrorId);
                Assert.Contains(setting, error.Message, StringComparison.Ordinal);
            }

            using PermStore reader = PermStore.Open(url, Options with { IsReadOnly = true });
            Assert.Equal(0, reader.Summary.Groups);
        }
        finally
        {
            _cluster.Change(setting, "on");
        }
    }

    /// <summary>Runs what waits for long, and stops it as Ctrl+C does.</summary>
    private static async Task StopSoon(Action<CancellationToken> wait)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => wait(stop.Token)).WaitAsync(TimeSpan.FromMinutes(1)));
    }

    private void AssertWhole(long groups)
    {
        using PermStore store = PermStore.Open(_cluster.Url + _schema, Options);
        Assert.Equal(groups, store.Summary.Groups);
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.ToString()));
    }

    private void Run(string sql)
    {
        using NpgsqlConnection connection = Connect();
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    private NpgsqlConnection Connect()
    {
        NpgsqlConnection connection = new(PostgresAddress.Parse(_cluster.Url + _schema).Settings.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>A server that is stopped and set as nobody else's may be.</summary>
    public sealed class Server : IDisposable
    {
        public PostgresCluster Cluster { get; } = PostgresCluster.Start();

        public void Dispose() => Cluster.Dispose();
    }
}
