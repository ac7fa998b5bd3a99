namespace PermModule;

/// <summary>Reads the history of the seats from the hours that are kept. The time depends on the hours in the range, not on the events.</summary>
internal sealed class SeatHistoryReader
{
    private const int TrendLength = 12;

    private static readonly Tier[] AllTiers = [Tier.Heavy, Tier.Regular, Tier.Light];

    private readonly StoreSession _session;
    private readonly SeatHistoryFilter _filter;
    private readonly List<Series> _series = [];
    private DateTimeOffset _from;
    private DateTimeOffset _now;

    private SeatHistoryReader(StoreSession session, SeatHistoryFilter filter)
    {
        _session = session;
        _filter = filter;
    }

    /// <summary>The points in the order of their times, at each time Heavy first or the profiles in the order of their names.</summary>
    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>: a literal name that does not exist.</exception>
    public static IEnumerable<SeatHistoryPoint> Read(StoreSession session, SeatHistoryFilter filter)
    {
        SeatHistoryReader reader = new(session, filter);
        session.ReadConsistently(() =>
        {
            reader.Load();
            return true;
        });
        return reader.Points();
    }

    /// <summary>The days of a tier that a forecast is made from; the last is the present.</summary>
    public static IReadOnlyList<SeatHistoryPoint> RecentDays(StoreSession session, Tier tier) =>
        [.. Read(session, new SeatHistoryFilter { Tiers = [tier], After = session.Time.GetUtcNow().AddDays(-SeatTrend.MaxDays) })];

    private void Load()
    {
        DateTimeOffset created = UtcTime.FromStored(_session.Scalar("SELECT created_at FROM store_state") ?? 0);

        // With a clock that went back, the newest event is later than the present.
        _now = UtcTime.FromStored(Math.Max(UtcTime.ToStored(_session.Time.GetUtcNow()), _session.Head().LastAt));
        DateTimeOffset after = _filter.After is { } given && given > created ? given : created;
        _from = SeatCalendar.From(_filter.Interval, after < _now ? after : _now);
        DateTimeOffset last = _filter.Before is { } before && before < _now ? before : _now;
        long opening = UtcTime.ToStored(Previous(_from < _now ? _from : _now));
        long until = SeatHour.EndOf(UtcTime.ToStored(last));
        SeatHours hours = new(_session);
        if (_filter.Profiles is null)
        {
            SeatHour before0 = hours.Newest(opening) ?? SeatHour.None;
            IReadOnlyList<SeatHour> found = _filter.Interval == SeatInterval.Hour ? hours.Between(opening, until) : hours.DaysBetween(opening, until);
            _series.AddRange(AllTiers.Where(tier => _filter.Tiers?.Contains(tier) != false).Select(tier => new Series(
                Profile: null,
                [.. found.Prepend(before0).Select(hour => new Sample(hour.Hour, tier, hour.Of(tier), hour.Limit(tier), hour.WarningPercent))])));
            return;
        }

        PermissionSnapshot snapshot = _session.Snapshot();
        foreach (ProfileEntry profile in _filter.Profiles.SelectMany(wanted => wanted.Match(_session, snapshot)).DistinctBy(profile => profile.Id).OrderBy(profile => profile.NameKey, StringComparer.Ordinal))
        {
            SeatProfileHour before0 = hours.Newest(profile.Id, opening) ?? SeatProfileHour.None;
            _series.Add(new Series(profile, [.. hours.Between(profile.Id, opening, until).Prepend(before0).Select(hour => new Sample(hour.Hour, hour.Tier, hour.Active, Limit: null, WarningPercent: 0))]));
        }
    }

    /// <summary>The beginning of the interval that ends at a point; for the present the last point before it.</summary>
    private DateTimeOffset Previous(DateTimeOffset point)
    {
        DateTimeOffset begin = SeatCalendar.Begin(_filter.Interval, point);
        return begin == point ? SeatCalendar.Move(_filter.Interval, begin, -1) : begin;
    }

    private IEnumerable<SeatHistoryPoint> Points() => Times().SelectMany(_ => _series, (time, series) => At(time, series)).OfType<SeatHistoryPoint>();

    private IEnumerable<DateTimeOffset> Times()
    {
        DateTimeOffset time = _from;
        for (; time <= _now && !(time >= _filter.Before); time = SeatCalendar.Move(_filter.Interval, time, 1))
        {
            _session.ThrowIfCancelled();
            yield return time;
        }

        bool isWanted = !(_filter.Before <= _now) && !(_filter.After > _now);
        if (isWanted && SeatCalendar.Begin(_filter.Interval, _now) != _now)
        {
            yield return _now;
        }
    }

    private SeatHistoryPoint? At(DateTimeOffset time, Series series)
    {
        long end = SeatHour.EndOf(UtcTime.ToStored(time));
        long active = series.Last.Span.Active;
        (long highest, long lowest) = (active, active);
        while (series.TryAdvance(end))
        {
            highest = series.Last.Span.Most(highest);
            lowest = series.Last.Span.Least(lowest);
        }

        Sample now = series.Last;
        series.Trend.Enqueue(now.Span.Active);
        if (series.Trend.Count > TrendLength)
        {
            series.Trend.Dequeue();
        }

        if (series.Profile is not null && (now.Hour == 0 || _filter.Tiers?.Contains(now.Tier) == false))
        {
            return null;
        }

        return new SeatHistoryPoint
        {
            At = time,
            Tier = now.Tier,
            ProfileName = series.Profile?.Name,
            Active = now.Span.Active,
            Limit = now.Limit,
            Highest = highest,
            Lowest = lowest,
            Status = SeatUsage.StatusOf(now.Span.Active, now.Limit, now.WarningPercent),
            Trend = Sparkline.Of([.. series.Trend]),
        };
    }

    private readonly record struct Sample(long Hour, Tier Tier, SeatSpan Span, long? Limit, int WarningPercent);

    private sealed record Series(ProfileEntry? Profile, List<Sample> Samples)
    {
        private int _place;

        public Queue<long> Trend { get; } = new();

        public Sample Last => Samples[_place];

        /// <summary>Goes to the next sample, unless it is after a time.</summary>
        public bool TryAdvance(long until)
        {
            if (_place + 1 == Samples.Count || Samples[_place + 1].Hour > until)
            {
                return false;
            }

            _place++;
            return true;
        }
    }
}
