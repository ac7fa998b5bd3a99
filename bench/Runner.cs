using System.Diagnostics;
using System.Globalization;

namespace PermModule.Bench;

/// <summary>Measures ours and the floor in turns, so that both see the same machine, and keeps the medians.</summary>
internal sealed class Runner(Settings settings)
{
    private readonly List<Line> _lines = [];

    public IReadOnlyList<Line> Lines => _lines;

    public Settings Settings => settings;

    /// <summary>From when to when ours or the floor was timed last, in seconds of the machine's monotonic clock.</summary>
    public static (double Start, double End) Window { get; set; }

    /// <summary>The processor seconds of ours or the floor as it was timed last, all threads together.</summary>
    public static double Cpu { get; set; }

    /// <summary>Measures one operation.</summary>
    /// <param name="operation">Its name.</param>
    /// <param name="size">The size it is measured at.</param>
    /// <param name="unit">The unit of both figures.</param>
    /// <param name="bar">The highest ratio allowed.</param>
    /// <param name="floorIs">What the floor does.</param>
    /// <param name="ours">Runs ours once and returns its figure.</param>
    /// <param name="floor">Runs the floor once and returns its figure.</param>
    public void Compare(string operation, long size, string unit, double bar, string floorIs, Func<double> ours, Func<double> floor)
    {
        if (!settings.Wants(operation))
        {
            return;
        }

        List<double> mine = [];
        List<double> bare = [];
        List<double> mineCpu = [];
        List<double> bareCpu = [];
        for (int round = 0; round < settings.Rounds; round++)
        {
            bare.Add(Quietly(floor));
            bareCpu.Add(Cpu);
            mine.Add(Quietly(ours));
            mineCpu.Add(Cpu);
        }

        Line line = new(operation, size, unit, Median(mine), Median(bare), floorIs, bar) { OursCpu = Median(mineCpu), FloorCpu = Median(bareCpu) };
        Add(line.IsMet || settings.Results is null || !Profile.IsPossible ? line : line with { Where = Profile.Of(() => ours()) });
    }

    /// <summary>Adds a line whose two figures were measured elsewhere.</summary>
    public void Add(Line line)
    {
        _lines.Add(line);
        Console.WriteLine(Table.Row(line));
    }

    /// <summary>Adds what a row costs at the largest size against the smallest, for every operation that was measured by the row at both.</summary>
    public void AddGrowth()
    {
        const double bar = 1.5;
        foreach (IGrouping<string, Line> sizes in _lines.Where(line => line.Unit.StartsWith("us/", StringComparison.Ordinal)).GroupBy(line => line.Operation, StringComparer.Ordinal).Where(sizes => sizes.Count() > 1).ToList())
        {
            (Line smallest, Line largest) = (sizes.MinBy(line => line.Size)!, sizes.MaxBy(line => line.Size)!);
            Add(new Line($"{sizes.Key}, growth", largest.Size, largest.Unit, largest.Ours, smallest.Ours, "ours at the smallest size", bar));
        }
    }

    /// <summary>The time of an action in microseconds for one of <paramref name="units"/>.</summary>
    public static double Time(long units, Action action)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        action();
        long end = Stopwatch.GetTimestamp();
        Cpu = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        Window = (start / (double)Stopwatch.Frequency, end / (double)Stopwatch.Frequency);
        return Stopwatch.GetElapsedTime(start, end).TotalMicroseconds / units;
    }

    /// <summary>Bytes that a piece of work allocates for each of its units, also on other threads.</summary>
    public static double Allocated(long units, Action action)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        action();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)units;
    }

    /// <summary>The processor time of an action in microseconds for one of <paramref name="units"/>, which says the same on a machine that others use too.</summary>
    public static double CpuTime(long units, Action action)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / units;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    public static void Say(string text) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# {text}"));

    private static double Quietly(Func<double> measured)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Cpu = 0;
        return measured();
    }
}
