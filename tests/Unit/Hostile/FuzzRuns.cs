using System.Globalization;

namespace PermModule.Unit.Hostile;

/// <summary>
/// All readers at once. Briefly and with the same seeds, unless <c>PERMMODULE_FUZZ_SECONDS</c> says how long; then with new seeds,
/// unless <c>PERMMODULE_FUZZ_SEED</c> says the first.
/// </summary>
public sealed class FuzzRuns
{
    private readonly Dictionary<string, FuzzRun> _runs = new(StringComparer.Ordinal);

    public FuzzRuns()
    {
        double? seconds = Setting("PERMMODULE_FUZZ_SECONDS");
        int first = (int?)Setting("PERMMODULE_FUZZ_SEED") ?? (seconds is null ? 0 : Random.Shared.Next(1 << 30));
        Time = TimeSpan.FromSeconds(seconds ?? 20);
        foreach ((string reader, Func<FuzzTarget> target) in FuzzTarget.All)
        {
            _runs.Add(reader, new FuzzRun(target, first, rounds: seconds is null ? 150 : int.MaxValue, Time));
        }
    }

    /// <summary>The most that a reader is read.</summary>
    public TimeSpan Time { get; }

    internal FuzzRun this[string reader] => _runs[reader];

    private static double? Setting(string name) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}
