using System.Diagnostics;
using System.Globalization;

namespace PermModule.Unit.Reliability;

/// <summary>The program under tests/Crash in a process of its own.</summary>
internal sealed class CrashProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    public CrashProcess(params string[] arguments)
        : this(prefix: [], arguments)
    {
    }

    /// <param name="prefix">A program with its arguments that starts the program in turn, such as strace.</param>
    /// <param name="arguments">What the program is to do.</param>
    public CrashProcess(string[] prefix, string[] arguments)
    {
        string[] line = [.. prefix, "dotnet", "exec", "--runtimeconfig", Path.Combine(AppContext.BaseDirectory, "PermModule.Unit.runtimeconfig.json"), Path.Combine(AppContext.BaseDirectory, "PermModule.Crash.dll"), .. arguments];
        _process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_gcServer"] = "0" },
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>How many rounds a random test takes: a few, or as many as <c>PERMMODULE_SOAK</c> says.</summary>
    public static int Rounds(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("PERMMODULE_SOAK"), NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) ? Math.Max(rounds, usual) : usual;

    /// <summary>True when a program can be started and ends well.</summary>
    public static bool CanRun(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Waits for the next line.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>Kills it after a while with a signal that no program can catch, and returns what it had said in whole lines.</summary>
    public IReadOnlyList<string> Kill(TimeSpan after)
    {
        Thread.Sleep(after);
        _process.Kill();
        string said = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        Assert.True(_process.ExitCode == 137, $"Exit code {_process.ExitCode}: {_errors.GetAwaiter().GetResult()}");
        return said.Split('\n')[..^1];
    }

    /// <summary>Waits for its end and returns what it said.</summary>
    public string Finish()
    {
        string said = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        Assert.True(_process.ExitCode == 0, $"Exit code {_process.ExitCode}: {_errors.GetAwaiter().GetResult()}");
        return said;
    }

    public void Dispose()
    {
        // A test that failed leaves nothing behind that writes.
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
