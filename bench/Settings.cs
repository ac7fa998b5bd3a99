using System.Globalization;

namespace PermModule.Bench;

/// <summary>What to measure, from the command line.</summary>
internal sealed record Settings
{
    private const double TimesOverBar = 2;
    private const int Large = 100_000;

    /// <summary>The numbers of users to measure at.</summary>
    public IReadOnlyList<int> Sizes { get; private init; } = [10_000, 100_000, 1_000_000];

    /// <summary>How often each side is measured.</summary>
    public int Rounds { get; private init; } = 5;

    /// <summary>Parts of the names of the operations to measure; all of them where it is empty.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>The folder for the results, or null to write none.</summary>
    public string? Results { get; private init; } = DefaultResults;

    /// <summary>The bar of what has one for large sizes: in a small run compiling is much of the time.</summary>
    public static double Bar(int size, double small, double large) => size < Large ? small : large;

    /// <summary>The folder for the figures; the table of them goes to the documents.</summary>
    public static string DefaultResults { get; } = Path.Combine("bench", "results");

    /// <summary>True for the short run of a build server. It fails only where a ratio is more than twice its bar, in one round and then in the median of three more.</summary>
    public bool IsShort { get; private init; }

    /// <summary>What measures pipelines, or null where there is no PowerShell.</summary>
    public PowerShellProgram? PowerShell { get; } = PowerShellProgram.Find();

    public static Settings Parse(string[] arguments)
    {
        Settings settings = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            settings = arguments[i] switch
            {
                "--short" => settings with { IsShort = true, Sizes = [10_000], Rounds = 1, Results = null },
                "--sizes" => settings with { Sizes = [.. arguments[++i].Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))] },
                "--rounds" => settings with { Rounds = int.Parse(arguments[++i], CultureInfo.InvariantCulture) },
                "--results" => settings with { Results = arguments[++i] },
                "--only" => settings with { Only = arguments[++i].Split(',') },
                _ => throw new ArgumentException($"'{arguments[i]}' is not an option. Options: --short, --sizes 10000,100000, --rounds 3, --only part,part, --results folder.", nameof(arguments)),
            };
        }

        return settings;
    }

    /// <summary>The same for a few operations in more rounds, to see whether what was found was noise.</summary>
    public Settings For(IEnumerable<Line> lines) => this with { Rounds = 3, Only = [.. lines.Select(line => line.Operation).Distinct(StringComparer.Ordinal)] };

    public bool Wants(string operation) => Only.Count == 0 || Only.Any(part => operation.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>True when a ratio is so far over its bar that noise does not explain it. A mere time says as much of the machine as of us.</summary>
    public static bool IsFarOver(Line line) => line.Floor != Line.None && line.Ratio > line.Bar * TimesOverBar;
}
