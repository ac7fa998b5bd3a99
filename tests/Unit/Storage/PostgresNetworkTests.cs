using System.Globalization;
using PermModule.Crash;
using PermModule.Unit.Reliability;

namespace PermModule.Unit.Storage;

/// <summary>Eight hosts, each with a network of its own, that take the seats of one store until none is left, while one is cut off in the middle of a change and another one dies.</summary>
public sealed class PostgresNetworkTests(ITestOutputHelper output)
{
    private const int Hosts = 8;
    private const int CutOff = 0;
    private const int Killed = 1;
    private const int Limit = 60;

    // A change waits several times as long for others: who would wait longer for the one that is cut off is refused.
    private const int IdleLimit = 2;

    [Fact]
    public void Hosts_go_on_where_one_is_cut_off_and_another_one_dies_and_nothing_that_was_acknowledged_is_lost()
    {
        using HostNetwork network = HostNetwork.Of(Hosts);
        using PostgresCluster cluster = PostgresCluster.Start();
        cluster.Stop();
        cluster.Within = network.AtServer;
        cluster.Run();
        cluster.Put("pg_hba.conf", "local all all trust\nhost all all 10.77.0.0/24 trust\n");
        cluster.Listen(HostNetwork.Server);
        using (PermStore store = Workload.CreateStore(cluster.Url + "schema=t"))
        {
            store.Seats.SetContract(new SeatContract { Heavy = Limit });
        }

        string url = string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@{HostNetwork.Server}:{cluster.Port}/postgres?sslmode=disable&schema=t");
        CrashProcess[] hosts = new CrashProcess[Hosts];
        List<string>[] said = [.. hosts.Select(_ => new List<string>())];
        try
        {
            // Those who fail go first: on a busy machine the others might have taken all seats before.
            hosts[CutOff] = Start("hold", CutOff);
            Assert.Equal("held", hosts[CutOff].ReadLine());
            network.Plug(CutOff, isIn: false);
            hosts[Killed] = Start("seats", Killed);
            said[Killed].Add(hosts[Killed].ReadLine()!);
            said[Killed].AddRange(hosts[Killed].Kill(TimeSpan.Zero));
            for (int host = Killed + 1; host < Hosts; host++)
            {
                hosts[host] = Start("seats", host);
            }

            // Whoever waited for a dead host longer than a change waits would be refused, and end with an error.
            for (int host = Killed + 1; host < Hosts; host++)
            {
                said[host].AddRange(hosts[host].Finish().Trim().Split('\n'));
                Assert.Equal("full", said[host][^1]);
            }

            // Back in the network it is told what became of its change, and that nothing is left.
            network.Plug(CutOff, isIn: true);
            said[CutOff].AddRange(hosts[CutOff].Finish().Trim().Split('\n'));
            Assert.Equal(["told", "full"], said[CutOff]);
        }
        finally
        {
            Array.ForEach(hosts, host => host?.Dispose());
        }

        using PermStore whole = PermStore.Open(cluster.Url + "schema=t");
        Assert.All(whole.Check(), check => Assert.True(check.IsPassed, check.ToString()));
        Assert.Equal(Limit, whole.Seats.GetUsage().Single(usage => usage.Tier == Tier.Heavy).Active);
        string[] there = [.. whole.Users.Find().Select(user => user.UserName)];
        string[] acknowledged = [.. said.SelectMany(lines => lines).Where(line => line.StartsWith('h'))];
        Assert.Empty(acknowledged.Except(there, StringComparer.Ordinal));

        // What was under way when the host died may be there although nobody heard of it.
        string[] unheard = [.. there.Except(acknowledged, StringComparer.Ordinal)];
        Assert.All(unheard, user => Assert.StartsWith($"h{Killed}-", user, StringComparison.Ordinal));
        Assert.InRange(unheard.Length, 0, 1);
        output.WriteLine($"{Hosts} hosts{(HostNetwork.IsDelayed ? "" : ", without a delay for want of netem")}: {Limit} seats, {acknowledged.Length} acknowledged, lost 0, unheard {unheard.Length}");

        CrashProcess Start(string work, int host) =>
            new(network.On(host), [work, url, string.Create(CultureInfo.InvariantCulture, $"h{host}"), IdleLimit.ToString(CultureInfo.InvariantCulture)]);
    }
}
