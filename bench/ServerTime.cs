using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace PermModule.Bench;

/// <summary>The processor time of a PostgreSQL server on this machine: that of the sessions that have ended, and of the server itself.</summary>
internal static class ServerTime
{
    private const int TicksPerSecond = 100;

    /// <summary>The time so far, once no other session is open; nothing where the server is elsewhere.</summary>
    public static TimeSpan Now(string url, Func<string, NpgsqlConnection> connect)
    {
        using NpgsqlConnection connection = connect(url);
        using NpgsqlCommand others = new("SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()", connection);
        for (long start = Stopwatch.GetTimestamp(); (long)others.ExecuteScalar()! > 0 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1);)
        {
            Thread.Sleep(10);
        }

        if (Fields(connection.ProcessID) is not { } session || Fields(int.Parse(session[1], CultureInfo.InvariantCulture)) is not { } server)
        {
            return TimeSpan.Zero;
        }

        return TimeSpan.FromSeconds(server[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / (double)TicksPerSecond);
    }

    /// <summary>What the system says of a process, from its state on.</summary>
    private static string[]? Fields(int process)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat");
        return File.Exists(path) && File.ReadAllText(path) is var text && text.Contains("(postgres)", StringComparison.Ordinal) ? text[(text.LastIndexOf(')') + 2)..].Split(' ') : null;
    }
}
