using System.Threading.RateLimiting;

namespace PermModule.Portal;

/// <summary>
/// Keeps requests under both limits of a portal, and silent while the portal is closed to this address.
/// The limiters of System.Threading.RateLimiting count from the moment a request leaves, by a clock of their own. Requests arrive later than that,
/// by different times, so that more may arrive in a window than left in one. Here a request gives its place back a window after its answer came:
/// whenever it arrived, the limit held.
/// </summary>
internal sealed class PortalRateLimiter : RateLimiter
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>No timer runs for months.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly object _lock = new();
    private readonly Queue<long> _second = new();
    private readonly Queue<long> _window = new();
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _perSecond;
    private int _perWindow;
    private int _inFlight;
    private long _granted;
    private long _blockedUntil;
    private long _idleSince;

    public PortalRateLimiter(int perSecond, int perWindow, TimeProvider time)
    {
        _time = time;
        (_perSecond, _perWindow) = (perSecond, perWindow);
        _blockedUntil = _idleSince = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                return _inFlight > 0 ? null : _time.GetElapsedTime(_idleSince);
            }
        }
    }

    /// <summary>Puts other limits in force; requests made so far still count.</summary>
    public void SetLimits(int perSecond, int perWindow)
    {
        lock (_lock)
        {
            (_perSecond, _perWindow) = (perSecond, perWindow);
        }
    }

    /// <summary>Lets nothing out for a while.</summary>
    public void Block(TimeSpan duration)
    {
        lock (_lock)
        {
            _blockedUntil = Math.Max(_blockedUntil, After(duration));
        }
    }

    /// <summary>About how long a number of requests will take from now.</summary>
    public TimeSpan Estimate(long requests)
    {
        lock (_lock)
        {
            double seconds = (double)requests / _perSecond;
            long windows = (_window.Count + _inFlight + requests - 1) / _perWindow;
            return TimeSpan.FromSeconds(Math.Max(seconds, windows * PortalAssumptions.Window.TotalSeconds));
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics()
    {
        lock (_lock)
        {
            return new RateLimiterStatistics { TotalSuccessfulLeases = _granted, CurrentAvailablePermits = Math.Max(0, _perWindow - _window.Count - _inFlight) };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => TryTake(out _) ? new Lease(this) : Lease.Refused;

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        // One at a time waits for the clock, in the order of arrival; the others wait for that one.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                Task answered;
                TimeSpan? wait;
                lock (_lock)
                {
                    if (TryTake(out wait))
                    {
                        return new Lease(this);
                    }

                    answered = _answered.Task;
                }

                Task due = wait is { } time ? Task.Delay(time < LongestDelay ? time : LongestDelay, _time, cancellationToken) : answered.WaitAsync(cancellationToken);
                await due;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Takes a place, or says how long until one is free: null while only an answer can free one.</summary>
    private bool TryTake(out TimeSpan? wait)
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            wait = _time.GetElapsedTime(now, _blockedUntil);
            if (wait > TimeSpan.Zero)
            {
                return false;
            }

            wait = TimeSpan.Zero;
            if (!HasRoom(_second, _perSecond, Second, now, ref wait) | !HasRoom(_window, _perWindow, PortalAssumptions.Window, now, ref wait))
            {
                return false;
            }

            _inFlight++;
            _granted++;
            return true;
        }
    }

    private bool HasRoom(Queue<long> answers, int limit, TimeSpan length, long now, ref TimeSpan? wait)
    {
        while (answers.TryPeek(out long oldest) && _time.GetElapsedTime(oldest, now) > length)
        {
            answers.Dequeue();
        }

        if (answers.Count + _inFlight < limit)
        {
            return true;
        }

        // A place is free only after the window, not at its last moment.
        wait = answers.TryPeek(out long first) ? Max(wait, length - _time.GetElapsedTime(first, now) + TimeSpan.FromMilliseconds(1)) : null;
        return false;
    }

    private static TimeSpan? Max(TimeSpan? left, TimeSpan right) => left is null ? null : left > right ? left : right;

    private long After(TimeSpan duration) => _time.GetTimestamp() + (long)(duration.TotalSeconds * _time.TimestampFrequency);

    private void Answered()
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            _inFlight--;
            _idleSince = now;
            _second.Enqueue(now);
            _window.Enqueue(now);
            TaskCompletionSource answered = _answered;
            _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            answered.SetResult();
        }
    }

    private sealed class Lease(PortalRateLimiter? limiter) : RateLimitLease
    {
        private bool _isReturned;

        public static Lease Refused { get; } = new(limiter: null);

        public override bool IsAcquired => limiter is not null;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (!_isReturned)
            {
                _isReturned = true;
                limiter?.Answered();
            }

            base.Dispose(disposing);
        }
    }
}
