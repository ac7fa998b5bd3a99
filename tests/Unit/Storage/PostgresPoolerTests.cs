using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PermModule.Storage.Postgres;

namespace PermModule.Unit.Storage;

/// <summary>A store behind PgBouncer, which gives every transaction another session of the server.</summary>
public sealed class PostgresPoolerTests : IDisposable
{
    private readonly PostgresCluster _cluster;
    private readonly CuttingProxy _proxy;
    private readonly string _url;
    private readonly string _pidFile;

    public PostgresPoolerTests()
    {
        PostgresServer.Needs(File.Exists("/usr/sbin/pgbouncer"), "No PgBouncer: install pgbouncer.");
        _cluster = PostgresCluster.Start();
        _proxy = new CuttingProxy(_cluster.Socket);
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        _pidFile = Path.Combine(_cluster.Folder, "pgbouncer.pid");
        string settings = Path.Combine(_cluster.Folder, "pgbouncer.ini");
        File.WriteAllText(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            postgres = host=127.0.0.1 port={_proxy.Port} dbname=postgres user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            server_tls_sslmode = disable
            default_pool_size = 2
            pidfile = {_pidFile}
            logfile = {Path.Combine(_cluster.Folder, "pgbouncer.log")}
            """));
        PostgresCluster.Shell($"cd / && {_cluster.As}/usr/sbin/pgbouncer -q -d '{settings}'");
        Assert.True(SpinWait.SpinUntil(() => IsListening(port), TimeSpan.FromSeconds(10)), "PgBouncer did not start.");
        _url = string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable&schema=t");
    }

    public void Dispose()
    {
        using (Process pooler = Process.GetProcessById(int.Parse(File.ReadAllText(_pidFile), CultureInfo.InvariantCulture)))
        {
            pooler.Kill();
        }

        _proxy.Dispose();
        _cluster.Dispose();
    }

    [Theory]
    [InlineData(CuttingProxy.Fault.BeforeCommit)]
    [InlineData(CuttingProxy.Fault.AfterCommit)]
    public void What_a_commit_did_that_the_pooler_lost_is_found_out(CuttingProxy.Fault fault)
    {
        using PermStore store = Make(_url + "lost");
        _proxy.Next = fault;
        PermBusyException? refused = Record.Exception(() => store.Groups.Create("Press")) as PermBusyException;
        Assert.Equal(fault == CuttingProxy.Fault.AfterCommit ? null : "StoreUnavailable", refused?.ErrorId);
        Assert.Equal(fault == CuttingProxy.Fault.AfterCommit ? ["Press"] : [], store.Groups.Find().Select(group => group.Name));
        Assert.Equal(CuttingProxy.Fault.None, _proxy.Next);
    }

    [Fact]
    public void What_a_pooler_refuses_is_told_in_its_words()
    {
        PermBusyException refused = Assert.Throws<PermBusyException>(() => PermStore.Open(_url.Replace("/postgres?", "/other?", StringComparison.Ordinal)));
        Assert.Equal(("StoreUnavailable", "Server"), (refused.ErrorId, refused.Detail));
        Assert.StartsWith("The pooler in front of the server of ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_who_holds_a_connection_waits_for_a_second_one()
    {
        Make(_url + "held").Dispose();
        using StoreSession session = PostgresStore.Open(_url + "held", new PermStoreOptions { IsReadOnly = true }, TestContext.Current.CancellationToken);
        session.ReadConsistently(() =>
        {
            using StateReaders readers = new(session, most: 1);
            Assert.Empty(readers.Sessions);
            return true;
        });
    }

    [Fact]
    public async Task Many_sessions_share_few_connections_and_none_reads_or_runs_what_is_another_s()
    {
        const int hosts = 6;
        string[] urls = [.. Enumerable.Range(0, hosts).Select(host => string.Create(CultureInfo.InvariantCulture, $"{_url}{host % 3}"))];
        foreach (string url in urls.Take(3))
        {
            Make(url).Dispose();
        }

        await Task.WhenAll(urls.Select((url, host) => Task.Run(() =>
        {
            using PermStore store = PermStore.Open(url, new PermStoreOptions { Actor = "tester", LockTimeout = TimeSpan.FromMinutes(1) });
            for (int i = 0; i < 20; i++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"u{host}-{i}");
                store.Users.Create(new UserData { UserName = name });
                Assert.Equal(name, store.Users.Get(name).UserName);
                Assert.True(store.EffectiveRights.Holds(name, RightCatalogue.Default.Find("asset-bank.collections.create-collections")!));
            }
        })));
        foreach (string url in urls.Take(3))
        {
            using PermStore store = PermStore.Open(url);
            Assert.Equal(40, store.Summary.Users);
            Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.ToString()));
        }
    }

    [Fact]
    public void The_past_is_read_through_a_pooler_too()
    {
        using PermStore store = Make(_url + "past");
        store.Users.Create(new UserData { UserName = "ann" });
        DateTimeOffset then = store.Trail.FindEvents(new AuditEventFilter()).Max(found => found.At);
        Thread.Sleep(5);
        store.Users.Remove([UserReference.ByName("ann")]);
        using PermStore past = store.AsOf(then);
        Assert.Equal("ann", past.Users.Get("ann").UserName);
        Assert.Equal(0, store.Summary.Users);
    }

    private static bool IsListening(int port)
    {
        try
        {
            using TcpClient client = new("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static PermStore Make(string url)
    {
        PermStore store = PermStore.Create(url, new PermStoreOptions { Actor = "tester" });
        store.Profiles.Create("Viewer", rights: ["asset-bank.collections.create-collections"], isDefault: true);
        return store;
    }
}
