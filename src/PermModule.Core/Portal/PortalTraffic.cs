using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace PermModule.Portal;

/// <summary>What all connections of this process to one portal share: its limits count the address they come from, not the connection.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Lives as long as the process: what was sent counts also for the next connection.")]
internal sealed class PortalTraffic
{
    private const int MostInFlight = 4;

    private static readonly ConcurrentDictionary<string, PortalTraffic> ByPortal = new(StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrencyLimiter _inFlight = new(new ConcurrencyLimiterOptions { PermitLimit = MostInFlight, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    private PortalTraffic(PortalOptions options)
    {
        Time = options.Time;
        Rate = new PortalRateLimiter(options.RequestsPerSecond, options.RequestsPerWindow, options.Time);
    }

    public TimeProvider Time { get; }

    public PortalRateLimiter Rate { get; }

    /// <summary>The traffic to a portal; the limits of the newest connection hold.</summary>
    public static PortalTraffic To(string authority, PortalOptions options)
    {
        PortalTraffic traffic = ByPortal.AddOrUpdate(authority, _ => new PortalTraffic(options), (_, known) => known.Time == options.Time ? known : new PortalTraffic(options));
        traffic.Rate.SetLimits(options.RequestsPerSecond, options.RequestsPerWindow);
        return traffic;
    }

    /// <summary>Runs one request when it may be sent.</summary>
    public async Task<T> Send<T>(Func<Task<T>> request, CancellationToken token)
    {
        using RateLimitLease place = await _inFlight.AcquireAsync(1, token);
        using RateLimitLease permit = await Rate.AcquireAsync(1, token);
        return await request();
    }
}
