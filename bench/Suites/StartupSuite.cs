using System.Diagnostics;

namespace PermModule.Bench.Suites;

/// <summary>What importing the module and its first query add to a whole PowerShell process.</summary>
internal static class StartupSuite
{
    private const double ImportBar = 45;
    private const double QueryBar = 60;
    private const double BulkBar = 250;
    private const int Starts = 7;

    public static void Run(Runner runner, Stores stores)
    {
        const string import = "Import-Module adds to a process";
        const string query = "The first query adds to that";
        const string bulk = "The first bulk call of 1,000 adds to a process";
        if (runner.Settings.PowerShell is not { } shell || !(runner.Settings.Wants(import) || runner.Settings.Wants(query) || runner.Settings.Wants(bulk)))
        {
            return;
        }

        string module = Pipelines.Module;
        string store = stores.Filled(runner.Settings.Sizes[0]);
        string[] commands =
        [
            "exit",
            $"Import-Module '{module}'; exit",
            $"Import-Module '{module}'; $null = Connect-PermStore '{store}'; $null = Get-SeatUsage; exit",
        ];
        List<double>[] times = [[], [], [], []];
        for (int start = 0; start <= Starts; start++)
        {
            for (int i = 0; i < times.Length; i++)
            {
                string? copy = i < commands.Length ? null : stores.Copy(runner.Settings.Sizes[0]);
                double time = Start(shell, copy is null ? commands[i] : $"Import-Module '{module}'; $null = Connect-PermStore '{copy}'; 1..1000 | ForEach-Object {{ [pscustomobject]@{{ UserName = \"first$_\"; Profile = 'Viewer' }} }} | New-PermUser | Out-Null; exit");
                if (copy is not null)
                {
                    Stores.Drop(copy);
                }

                if (start > 0)
                {
                    times[i].Add(time);
                }
            }
        }

        double[] medians = [.. times.Select(Runner.Median)];
        runner.Add(new Line(import, 1, "ms", medians[1] - medians[0], Line.None, "a process that exits at once; the bar is 45 ms", ImportBar));
        runner.Add(new Line(query, 1, "ms", medians[2] - medians[1], Line.None, "a process that imports the module; the bar is 60 ms", QueryBar));
        runner.Add(new Line(bulk, 1, "ms", medians[3] - medians[0], Line.None, "a process that exits at once; the bar is 250 ms", BulkBar));
    }

    private static double Start(PowerShellProgram shell, string command)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = shell.Start("-Command", command);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(start).TotalMilliseconds
            : throw new InvalidOperationException($"PowerShell ended with {process.ExitCode} after: {command}");
    }
}
