using System.Diagnostics;
using System.Globalization;
using PermModule.Bench;
using PermModule.Bench.Suites;

Settings settings = Settings.Parse(args);
Runner runner = new(settings);
using (Stores stores = new())
{
    SeatSuite.Run(runner, stores);
    RightSuite.Run(runner, stores);
    ImportSuite.Run(runner, stores);
    ReportSuite.Run(runner, stores);
    ReadSuite.Run(runner, stores);
    AuditSuite.Run(runner, stores);
    StartupSuite.Run(runner, stores);
    CompletionSuite.Run(runner, stores);
    PipelineSuite.Run(runner, stores);
}

if (settings.Results is { } folder)
{
    string commit = Git("rev-parse --short HEAD");
    string heading = string.Create(CultureInfo.InvariantCulture, $"# Benchmarks at {commit}, {DateTime.UtcNow:yyyy-MM-dd}, medians of {settings.Rounds} rounds");
    Directory.CreateDirectory(folder);
    File.WriteAllText(Path.Combine(folder, "latest.md"), Table.Markdown(runner.Lines, heading));
    File.WriteAllText(Path.Combine(folder, "latest.json"), Table.Json(runner.Lines, commit));
}

Line[] far = [.. runner.Lines.Where(Settings.IsFarOver)];
foreach (Line line in far)
{
    Console.Error.WriteLine($"More than twice its bar: {line.Operation} at {line.Size}");
}

return settings.IsShort && far.Length > 0 ? 1 : 0;

static string Git(string arguments)
{
    using Process process = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
    string output = process.StandardOutput.ReadToEnd().Trim();
    process.WaitForExit();
    return output;
}
