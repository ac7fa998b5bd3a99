using System.Diagnostics;
using System.Globalization;
using PermModule.Bench;
using PermModule.Bench.Suites;

if (args is ["--import", { } store, { } csv])
{
    return ImportSuite.ImportAlone(store, csv);
}

Settings settings = Settings.Parse(args);
IReadOnlyList<Line> lines = Measure(settings);
if (settings.Results is { } folder)
{
    string commit = Git("rev-parse --short HEAD");
    string heading = string.Create(CultureInfo.InvariantCulture, $"Benchmarks at {commit}, {DateTime.UtcNow:yyyy-MM-dd}, medians of {settings.Rounds} rounds");
    Directory.CreateDirectory(folder);
    string table = Path.Combine(folder == Settings.DefaultResults ? "docs" : folder, "performance.md");
    File.WriteAllText(table, Table.Markdown(lines, heading) + "\n" + "#" + File.ReadAllText(Path.Combine("bench", "notes.md")));
    File.WriteAllText(Path.Combine(folder, "latest.json"), Table.Json(lines, commit));
}

if (settings.IsShort && lines.Where(Settings.IsFarOver).ToList() is { Count: > 0 } far)
{
    Runner.Say("More than twice their bars; once more:");
    far = [.. Measure(settings.For(far)).Where(Settings.IsFarOver)];
    far.ForEach(line => Console.Error.WriteLine($"More than twice its bar, in two runs: {line.Operation} at {line.Size}"));
    return far.Count;
}

return 0;

static IReadOnlyList<Line> Measure(Settings settings)
{
    Runner runner = new(settings);
    using Stores stores = new();
    SeatSuite.Run(runner, stores);
    RightSuite.Run(runner, stores);
    ImportSuite.Run(runner, stores);
    ReportSuite.Run(runner, stores);
    ReadSuite.Run(runner, stores);
    IdentitySuite.Run(runner, stores);
    AuditSuite.Run(runner, stores);
    PastSuite.Run(runner, stores);
    StartupSuite.Run(runner, stores);
    CompletionSuite.Run(runner, stores);
    PipelineSuite.Run(runner, stores);
    SharedStoreSuite.Run(runner, stores);
    runner.AddGrowth();
    return runner.Lines;
}

static string Git(string arguments)
{
    using Process process = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
    string output = process.StandardOutput.ReadToEnd().Trim();
    process.WaitForExit();
    return output;
}
