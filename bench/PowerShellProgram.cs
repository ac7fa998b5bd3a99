using System.ComponentModel;
using System.Diagnostics;

namespace PermModule.Bench;

/// <summary>How PowerShell is started, so that the process is PowerShell: the <c>pwsh</c> of a .NET tool is a shim that has it as its child.</summary>
internal sealed class PowerShellProgram
{
    private readonly string _path;
    private readonly string[] _first;

    private PowerShellProgram(string home)
    {
        string program = Path.Combine(home, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        (_path, _first) = File.Exists(program) ? (program, Array.Empty<string>()) : ("dotnet", [Path.Combine(home, "pwsh.dll")]);
    }

    /// <summary>The PowerShell on the PATH or else the one of the tool manifest; null where there is neither.</summary>
    public static PowerShellProgram? Find() =>
        (Ask("pwsh") ?? Ask("dotnet", "tool", "run", "pwsh", "--")) is { } home ? new PowerShellProgram(home) : null;

    /// <summary>Starts it without a profile, with its output to be read.</summary>
    public Process Start(params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(_path, [.. _first, "-NoProfile", .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;

    /// <summary>The folder that a PowerShell runs from, or null when it does not start.</summary>
    private static string? Ask(string program, params IEnumerable<string> first)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, [.. first, "-NoProfile", "-Command", "$PSHOME"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            string home = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 && home.Length > 0 ? home : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
