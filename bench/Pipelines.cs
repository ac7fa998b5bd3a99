using System.Diagnostics;
using System.Globalization;

namespace PermModule.Bench;

/// <summary>Times pipelines and completions in a real PowerShell, each in a process of its own.</summary>
internal static class Pipelines
{
    /// <summary>The module that the build laid out.</summary>
    public static string Module { get; } = Directory.GetFiles(Path.Combine(Root, "out"), "PermModule.psd1", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();

    private static string Root => FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    private static string NullModule { get; } = Directory.GetFiles(Path.Combine(Root, "bench", "NullCmdlets", "bin"), "PermModule.Bench.NullCmdlets.dll", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).First();

    /// <summary>The times of the empty and the full pipeline in milliseconds, and the processor seconds of the empty one.</summary>
    public static (double Nothing, double Ours, double NothingCpu) Run(PowerShellProgram shell, string pipeline, string store, string? csv, int count)
    {
        List<string> arguments = ["-NullModule", NullModule, "-Store", store, "-Pipeline", pipeline, "-Count", count.ToString(CultureInfo.InvariantCulture)];
        if (csv is not null)
        {
            arguments.AddRange(["-Csv", csv]);
        }

        double[] times = RunScript(shell, "pipelines.ps1", arguments);
        Runner.Window = (times[2], times[3]);
        Runner.Cpu = times[5];
        return (times[0], times[1], times[4]);
    }

    /// <summary>The times in milliseconds of the first completion of an argument in a process, and of the slowest later one.</summary>
    public static (double First, double Later) Complete(PowerShellProgram shell, string store, string line, string beginnings)
    {
        double[] times = RunScript(shell, "completion.ps1", ["-Store", store, "-Line", line, "-Beginning", beginnings]);
        return (times[0], times[1]);
    }

    /// <summary>The numbers in the last line that a script writes.</summary>
    private static double[] RunScript(PowerShellProgram shell, string script, IEnumerable<string> arguments)
    {
        using Process process = shell.Start(["-File", Path.Combine(Root, "bench", script), "-Module", Module, .. arguments]);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{script} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
        }

        return Array.ConvertAll(output.Trim().Split('\n')[^1].Split(' '), number => double.Parse(number, CultureInfo.InvariantCulture));
    }

    private static string FindRoot(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PermModule.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run the benchmarks from inside the repository.");
    }
}
