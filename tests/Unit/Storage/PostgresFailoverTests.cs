using System.Globalization;

namespace PermModule.Unit.Storage;

/// <summary>A server that is lost, and the standby that takes its place.</summary>
public sealed class PostgresFailoverTests : IDisposable
{
    private readonly PostgresCluster _primary = PostgresCluster.Start();
    private readonly PostgresCluster _standby;

    public PostgresFailoverTests()
    {
        _primary.Listen();
        _standby = _primary.Follow();
        _standby.Listen();

        // What is acknowledged is on both.
        _primary.Change("synchronous_standby_names", "*");
    }

    private static PermStoreOptions Options => new() { Actor = "tester" };

    public void Dispose()
    {
        _standby.Dispose();
        _primary.Dispose();
    }

    [Fact]
    public void The_next_change_goes_to_the_standby_that_took_over_and_nothing_is_lost()
    {
        string both = Url(_primary, _standby);
        using PermStore store = PermStore.Create(both, Options);
        store.Groups.Create("Before");
        _primary.Stop(isCrash: true);
        Assert.Equal("StoreUnavailable", Assert.Throws<PermBusyException>(() => store.Groups.Create("Between")).ErrorId);

        _standby.Promote();
        _standby.Sql("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
        store.Groups.Create("After");
        Assert.Equal(["After", "Before"], store.Groups.Find("*").Select(group => group.Name).Order(StringComparer.Ordinal));
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.ToString()));
        using PermStore another = PermStore.Open(both, Options);
        another.Groups.Create("Later");
    }

    [Fact]
    public void A_standby_is_read_and_not_written()
    {
        using (PermStore store = PermStore.Create(Url(_primary), Options))
        {
            store.Groups.Create("Press");
        }

        PermNotPermittedException error = Assert.Throws<PermNotPermittedException>(() => PermStore.Open(Url(_standby), Options).Dispose());
        Assert.Equal(("StoreReadOnly", "Server"), (error.ErrorId, error.Detail));
        using PermStore reader = PermStore.Open(Url(_standby), Options with { IsReadOnly = true });
        Assert.True(SpinWait.SpinUntil(() => reader.Groups.Find("*").Any(), TimeSpan.FromSeconds(30)), "What the primary acknowledged did not come to the standby.");
        Assert.Equal("StoreReadOnly", Assert.Throws<PermNotPermittedException>(() => reader.Groups.Create("Print")).ErrorId);
    }

    private static string Url(params PostgresCluster[] servers) =>
        $"postgresql://postgres@{string.Join(',', servers.Select(server => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port}")))}/postgres?sslmode=disable&schema=t";
}
