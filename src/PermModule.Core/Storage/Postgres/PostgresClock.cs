namespace PermModule.Storage.Postgres;

/// <summary>The time of the server, told from the clock of this host: an hour that one host is wrong would stamp the events of all.</summary>
internal sealed class PostgresClock(TimeProvider host) : TimeProvider
{
    /// <summary>The time of the server, in milliseconds since 1970.</summary>
    public const string Now = "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)";

    /// <summary>How far the clock of this host may be from that of the server before somebody is told.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>How much later it is on the server than on this host.</summary>
    public TimeSpan Ahead { get; private set; }

    /// <summary>False where somebody is to be told that the clock of this host is wrong.</summary>
    public bool IsClose => Ahead.Duration() <= Tolerance;

    /// <summary>
    /// What a user calls now is the time of this host. It is later than that of the server by how long the server's answer was on its way, if the clocks are the same.
    /// </summary>
    public DateTimeOffset LatestNow => IsClose && Ahead < TimeSpan.Zero ? host.GetUtcNow() : GetUtcNow();

    public override TimeZoneInfo LocalTimeZone => host.LocalTimeZone;

    public override long TimestampFrequency => host.TimestampFrequency;

    /// <summary>Sets the clock by the answer of the server that just came.</summary>
    public void Set(long serverTime) => Ahead = DateTimeOffset.FromUnixTimeMilliseconds(serverTime) - host.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => host.GetUtcNow() + Ahead;

    public override long GetTimestamp() => host.GetTimestamp();
}
