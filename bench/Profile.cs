using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PermModule.Bench;

/// <summary>Where the processors were while something ran, sampled by perf, which has to be installed and allowed.</summary>
internal static partial class Profile
{
    private const int Most = 12;
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(1);

    /// <summary>Which of the files with code that a sample fell into belongs to what.</summary>
    private static readonly (string Part, string[] Files)[] Parts =
    [
        ("SQLite", ["libe_sqlite3"]),
        ("garbage collector and runtime", ["libcoreclr", "libclrgc"]),
        ("compiling to machine code", ["libclrjit"]),
        ("the kernel: files, memory", ["kernel", "vdso"]),
        ("hashing", ["libcrypto", "System.Security.Cryptography"]),
        ("PowerShell as it was shipped", ["System.Management.Automation"]),
        ("the module's packages, compiled ahead", ["Microsoft.Data.Sqlite", "SQLitePCLRaw", "Dapper", "CsvHelper", "SpreadCheetah", "Npgsql"]),
        ("the module, compiled ahead", ["PermModule."]),
        (".NET as it was shipped", ["System.", "Microsoft."]),
        ("the PostgreSQL server", ["postgres"]),
        ("the module, its packages and PowerShell, compiled while running", ["JIT", "perf-", "memfd"]),
    ];

    /// <summary>True where perf is there.</summary>
    public static bool IsPossible { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "perf")));

    /// <summary>Runs something and says, in lines of Markdown, where the time went that <see cref="Runner.Window"/> covers.</summary>
    public static IReadOnlyList<string> Of(Action action)
    {
        string file = Path.GetTempFileName();

        // For a process that the action starts: perf then finds the names of what is compiled while it runs.
        Environment.SetEnvironmentVariable("DOTNET_PerfMapEnabled", "1");
        Environment.SetEnvironmentVariable("DOTNET_EnableWriteXorExecute", "0");
        try
        {
            using (Process recorder = Perf("record", "-a", "-k", "CLOCK_MONOTONIC", "-F", "999", "-o", file))
            {
                // It says nowhere that it has begun.
                Thread.Sleep(Start);
                action();
                Process.Start("kill", ["-INT", recorder.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
                recorder.WaitForExit();
            }

            using Process script = Perf("script", "-i", file, "-F", "comm,time,ip,sym,dso");
            Sample[] samples = [.. Read(script.StandardOutput).Where(sample => sample.Time >= Runner.Window.Start && sample.Time <= Runner.Window.End && sample.Thread != "swapper")];
            script.WaitForExit();
            return [
                .. Shares("part", samples.Select(sample => sample.Part), samples.Length),
                "",
                .. Shares("method compiled while running", samples.Where(sample => sample.Method.Length > 0).Select(sample => sample.Method), samples.Length),
            ];
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOTNET_PerfMapEnabled", null);
            Environment.SetEnvironmentVariable("DOTNET_EnableWriteXorExecute", null);
            File.Delete(file);
        }
    }

    private static Process Perf(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("perf", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;

    private static IEnumerable<Sample> Read(StreamReader output)
    {
        while (output.ReadLine() is { } line)
        {
            if (SampleLine().Match(line) is { Success: true } match)
            {
                string file = match.Groups["file"].Value;
                string part = Array.Find(Parts, part => Array.Exists(part.Files, name => file.Contains(name, StringComparison.Ordinal))).Part ?? "the rest";
                string method = MethodName().Match(match.Groups["symbol"].Value).Value;
                yield return new Sample(match.Groups["thread"].Value.Trim(), double.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture), part, method);
            }
        }
    }

    private static IEnumerable<string> Shares(string what, IEnumerable<string> names, int total) =>
    [
        $"| {what} | share |",
        "| --- | ---: |",
        .. names.GroupBy(name => name, StringComparer.Ordinal)
            .OrderByDescending(same => same.Count())
            .Take(Most)
            .Select(same => string.Create(CultureInfo.InvariantCulture, $"| {Table.Cell(same.Key)} | {100.0 * same.Count() / total:0.0} % |")),
    ];

    [GeneratedRegex(@"^\s*(?<thread>.+?)\s+(?<time>[\d.]+):\s+[0-9a-f]+ (?<symbol>.*) \((?<file>.*)\)\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"[\w.`<>+]+::[\w.`<>|]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex MethodName();

    private readonly record struct Sample(string Thread, double Time, string Part, string Method);
}
