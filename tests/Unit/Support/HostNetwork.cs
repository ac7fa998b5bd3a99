using System.Globalization;
using PermModule.Unit.Reliability;

namespace PermModule.Unit;

/// <summary>A network of hosts, each a network namespace of this machine with a cable to a switch, at which a server can be.</summary>
internal sealed class HostNetwork : IDisposable
{
    private const string Delay = "2ms";

    // Names of namespaces are the machine's.
    private readonly string _name = "perm" + Guid.NewGuid().ToString("N")[..6];
    private readonly int _hosts;

    private HostNetwork(int hosts)
    {
        _hosts = hosts;
        List<string> lines = ["set -e", $"ip netns add {_name}", $"ip -n {_name} link add name switch type bridge", $"ip -n {_name} addr add {Server}/24 dev switch", $"ip -n {_name} link set switch up", $"ip -n {_name} link set lo up"];
        for (int host = 0; host < hosts; host++)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"""
                ip netns add {_name}-{host}
                ip -n {_name} link add name port{host} type veth peer name cable netns {_name}-{host}
                ip -n {_name} link set port{host} master switch up
                ip -n {_name}-{host} addr add 10.77.0.{host + 10}/24 dev cable
                ip -n {_name}-{host} link set cable up
                {(IsDelayed ? $"tc -n {_name}-{host} qdisc add dev cable root netem delay {Delay}" : "")}
                """));
        }

        PostgresCluster.Shell(string.Join('\n', lines));
    }

    /// <summary>Why there can be no such network, or null.</summary>
    public static string? Missing { get; } = Try("ip netns exec $n ip link set lo up") ? null : "Not run: needs Linux, iproute2 and the right to make network namespaces (ip netns add).";

    /// <summary>True where the kernel can delay what a host sends.</summary>
    public static bool IsDelayed { get; } = Try($"tc -n $n qdisc add dev lo root netem delay {Delay}");

    /// <summary>The address of the server.</summary>
    public static string Server => "10.77.0.1";

    /// <summary>What goes before a program so that it runs at the server's place.</summary>
    public string AtServer => $"ip netns exec {_name} ";

    /// <summary>Makes a network; skips the test where there can be none.</summary>
    public static HostNetwork Of(int hosts)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return new HostNetwork(hosts);
    }

    /// <summary>What goes before a program so that it runs on a host.</summary>
    public string[] On(int host) => ["ip", "netns", "exec", string.Create(CultureInfo.InvariantCulture, $"{_name}-{host}")];

    /// <summary>Pulls the cable of a host out of the switch, or puts it back. Neither end is told.</summary>
    public void Plug(int host, bool isIn) => PostgresCluster.Shell(string.Create(CultureInfo.InvariantCulture, $"ip -n {_name} link set port{host} {(isIn ? "master switch" : "nomaster")}"));

    public void Dispose()
    {
        for (int host = 0; host < _hosts; host++)
        {
            PostgresCluster.Shell(string.Create(CultureInfo.InvariantCulture, $"ip netns del {_name}-{host}"));
        }

        PostgresCluster.Shell($"ip netns del {_name}");
    }

    private static bool Try(string line) => CrashProcess.CanRun("/bin/sh", "-c", $"n=perm$$; ip netns add $n || exit 1; {line}; failed=$?; ip netns del $n; exit $failed");
}
