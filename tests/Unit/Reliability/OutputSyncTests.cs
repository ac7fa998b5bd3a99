using System.Text.RegularExpressions;
using PermModule.Crash;

namespace PermModule.Unit.Reliability;

/// <summary>A file that was written is still there when the power goes, whole and under its name.</summary>
public sealed partial class OutputSyncTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-sync-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_on_disk_before_it_takes_its_name_and_the_name_before_it_is_told()
    {
        Assert.SkipUnless(CrashProcess.CanRun("strace", "-f", "-o", "/dev/null", "true"), "Not run: needs strace and the right to trace.");
        string path = Path.Combine(_folder, "perm.db");
        string log = Path.Combine(_folder, "calls");
        string export = Path.Combine(_folder, "out.csv");
        Workload.CreateStore(path).Dispose();
        string[] strace = ["strace", "-f", "-qq", "-y", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2,write", "-o", log];
        using (CrashProcess child = new(strace, ["export", path, export]))
        {
            child.Finish();
        }

        string calls = string.Concat(File.ReadLines(log).Select(line => line switch
        {
            _ when Sync().Match(line) is { Success: true } sync && sync.Groups["file"].Value.EndsWith(".partial", StringComparison.Ordinal) => "file ",
            _ when Sync().Match(line) is { Success: true } sync && sync.Groups["file"].Value == _folder => "folder ",
            _ when line.Contains(" rename", StringComparison.Ordinal) && line.Contains(export, StringComparison.Ordinal) => "name ",
            _ when line.Contains("\"done", StringComparison.Ordinal) => "told ",
            _ => "",
        }));
        Assert.Matches("^file name folder .*told $", calls);
    }

    [GeneratedRegex(@"f(data)?sync\(\d+<(?<file>[^>]*)>", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Sync();
}
