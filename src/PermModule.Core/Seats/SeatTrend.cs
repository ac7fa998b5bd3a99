using System.Globalization;

namespace PermModule;

/// <summary>
/// The trend of the seats in use, from one number a day. The slope is the median of the slopes between all pairs of days (Theil and Sen), which a few
/// odd days do not bend; a pattern that repeats every week is taken out before. The band comes from paths that repeat weeks of the past at random and
/// differ in their slopes by as much as the history leaves open.
/// </summary>
internal sealed class SeatTrend
{
    /// <summary>The fewest days that are enough: four weeks tell a weekly pattern from chance.</summary>
    public const int MinDays = 28;

    /// <summary>The most days that count: what was before says little about the next months.</summary>
    public const int MaxDays = 183;

    private const int Week = 7;
    private const int Paths = 999;

    /// <summary>From which ratio of variances on weekdays differ by more than chance: about one in a thousand histories without a pattern passes it.</summary>
    private const double WeeklyFrom = 4;

    private readonly double[] _days;
    private readonly double[] _changes;
    private readonly double _mean;
    private readonly double _spread;
    private readonly double _slopeSpread;

    private SeatTrend(double[] days)
    {
        _days = days;
        _changes = [.. days.Skip(1).Zip(days, (now, before) => now - before)];
        _mean = _changes.Average();
        double weeks = _changes.Length / (double)Week;

        // What few weeks show varies less than what they were drawn from; the last two factors are set so that nine of ten days fall in a band of 90 %.
        _spread = Math.Sqrt(weeks / (weeks - 1));
        _slopeSpread = 1.25 * Math.Sqrt(weeks / (weeks - 2)) * (1 + (1.5 / weeks));
        double[]? pattern = Pattern(_changes, _mean);
        IsWeekly = pattern is not null;
        Slope = TheilSen(pattern is null ? days : Without(days, pattern));
    }

    /// <summary>The seats that the use grows by in a day.</summary>
    public double Slope { get; }

    /// <summary>True if a weekly pattern was taken out.</summary>
    public bool IsWeekly { get; }

    /// <summary>How many days the trend is from.</summary>
    public int Days => _days.Length;

    /// <summary>What the trend is from, in words.</summary>
    public string Basis => $"{Quantity.Of(Days, "day")} of history{(IsWeekly ? ", weekly pattern taken out" : "")}";

    /// <summary>
    /// The trend of a history, or null if there is too little. It begins after the newest day on which the use more than halved or doubled, as with
    /// the import that fills a store.
    /// </summary>
    /// <param name="days">The seats in use at the end of each day, the newest last.</param>
    /// <param name="used">How many of these days can be used.</param>
    public static SeatTrend? Of(IReadOnlyList<long> days, out int used)
    {
        int from = Math.Max(0, days.Count - MaxDays);
        for (int i = from + 1; i < days.Count; i++)
        {
            long change = Math.Abs(days[i] - days[i - 1]);
            from = change >= 10 && change * 2 > Math.Max(days[i], days[i - 1]) ? i : from;
        }

        used = days.Count - from;
        return used < MinDays ? null : new SeatTrend([.. days.Skip(from).Select(day => (double)day)]);
    }

    /// <summary>After how many days the use reaches a limit: the bounds of the band and the middle; null for what is beyond the horizon.</summary>
    public (int? Earliest, int? Middle, int? Latest) Reaches(long limit, int horizon, double confidence)
    {
        int[] reached = new int[Paths];
        Walk(horizon, (path, day, level) =>
        {
            if (level < limit)
            {
                return true;
            }

            reached[path] = day;
            return false;
        });
        int[] sorted = [.. reached.Select(day => day == 0 ? int.MaxValue : day).Order()];
        return (At((1 - confidence) / 2), At(0.5), At((1 + confidence) / 2));

        int? At(double share) => sorted[Math.Min(Paths - 1, (int)(share * Paths))] is var day && day == int.MaxValue ? null : day;
    }

    /// <summary>The band and the middle of the use on each day to come.</summary>
    public IReadOnlyList<(double Low, double Middle, double High)> Band(int horizon, double confidence)
    {
        double[][] levels = [.. Enumerable.Range(0, horizon).Select(_ => new double[Paths])];
        Walk(horizon, (path, day, level) =>
        {
            levels[day - 1][path] = level;
            return true;
        });
        foreach (double[] day in levels)
        {
            Array.Sort(day);
        }

        return [.. levels.Select(day => (At(day, (1 - confidence) / 2), At(day, 0.5), At(day, (1 + confidence) / 2)))];

        static double At(double[] day, double share) => day[Math.Min(Paths - 1, (int)(share * Paths))];
    }

    /// <summary>Goes along every path, day by day, until it is told to stop or the horizon is reached.</summary>
    private void Walk(int horizon, Func<int, int, double, bool> isFollowed)
    {
        // The same history gives the same forecast.
        ulong state = 42;
        int last = _changes.Length - Week;
        for (int path = 0; path < Paths; path++)
        {
            double slope = Slope + ((Resampled(last, ref state) - _mean) * _slopeSpread);
            double level = _days[^1];
            int day = 0;
            bool isOpen = true;
            while (isOpen && day < horizon)
            {
                // A week begins on the weekday that it is to stand for.
                int weekday = (_changes.Length + day) % Week;
                int start = weekday + (Week * Next(ref state, ((last - weekday) / Week) + 1));
                for (int i = start; isOpen && i < start + Week && day < horizon; i++)
                {
                    day++;
                    level = Math.Max(0, level + slope + ((_changes[i] - _mean) * _spread));
                    isOpen = isFollowed(path, day, level);
                }
            }
        }
    }

    /// <summary>The mean change of as many days as there are, drawn again week by week.</summary>
    private double Resampled(int last, ref ulong state)
    {
        double sum = 0;
        int count = 0;
        while (count < _changes.Length)
        {
            int start = Next(ref state, last + 1);
            for (int i = start; i < start + Week; i++)
            {
                sum += _changes[i];
            }

            count += Week;
        }

        return sum / count;
    }

    /// <summary>A number below a bound, by SplitMix64, whose sequence no version of .NET changes.</summary>
    private static int Next(ref ulong state, int bound)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)bound);
    }

    /// <summary>By how much each weekday differs from the mean, or null if they differ by no more than chance (one-way analysis of variance).</summary>
    private static double[]? Pattern(double[] changes, double mean)
    {
        double[] means = [.. Enumerable.Range(0, Week).Select(weekday => changes.Where((_, i) => i % Week == weekday).Average())];
        double between = changes.Select((_, i) => Square(means[i % Week] - mean)).Sum();
        double within = changes.Select((change, i) => Square(change - means[i % Week])).Sum();
        bool isWeekly = between / (Week - 1) * (changes.Length - Week) > WeeklyFrom * within;
        double middle = means.Average();
        return isWeekly ? [.. means.Select(value => value - middle)] : null;
    }

    private static double Square(double value) => value * value;

    private static double[] Without(double[] days, double[] pattern)
    {
        double[] plain = [.. days];
        double sum = 0;
        for (int i = 1; i < plain.Length; i++)
        {
            sum += pattern[(i - 1) % Week];
            plain[i] -= sum;
        }

        return plain;
    }

    private static double TheilSen(double[] days)
    {
        double[] slopes = new double[days.Length * (days.Length - 1) / 2];
        int count = 0;
        for (int i = 0; i < days.Length; i++)
        {
            for (int j = i + 1; j < days.Length; j++)
            {
                slopes[count++] = (days[j] - days[i]) / (j - i);
            }
        }

        Array.Sort(slopes);
        return (slopes[(count - 1) / 2] + slopes[count / 2]) / 2;
    }
}
