using System.Diagnostics;

namespace PermModule.Bench.Suites;

/// <summary>What importing the module and its first query add to a whole PowerShell process.</summary>
internal static class StartupSuite
{
    private const double ImportBar = 60;
    private const double QueryBar = 100;
    private const int Starts = 7;

    public static void Run(Runner runner, Stores stores)
    {
        const string import = "Import-Module adds to a process";
        const string query = "The first query adds to that";
        if (runner.Settings.PowerShell is not { } shell || !(runner.Settings.Wants(import) || runner.Settings.Wants(query)))
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
        List<double>[] times = [[], [], []];
        for (int start = 0; start <= Starts; start++)
        {
            for (int i = 0; i < commands.Length; i++)
            {
                double time = Start(shell, commands[i]);
                if (start > 0)
                {
                    times[i].Add(time);
                }
            }
        }

        double[] medians = [.. times.Select(Runner.Median)];
        runner.Add(new Line(import, 1, "ms", medians[1] - medians[0], Line.None, "nothing: the bar is 60 ms", ImportBar));
        runner.Add(new Line(query, 1, "ms", medians[2] - medians[1], Line.None, "nothing: the bar is 100 ms", QueryBar));
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
