namespace PermModule.Unit.Reliability;

/// <summary>What happens when the disk refuses: nothing is half applied, and the store goes on when it can.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-disk-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_full_file_system_costs_only_the_change_that_did_not_fit()
    {
        Assert.SkipUnless(CrashProcess.CanRun("unshare", "-m", "true"), "Not run: needs Linux and the right to mount (unshare -m).");
        const string script = """mount -t tmpfs -o size=8m tmpfs "$0" && head -c 2000000 /dev/zero > "$0/filler" && exec "$@" """;
        using CrashProcess child = new(["unshare", "-m", "sh", "-c", script, _folder], ["fill", Path.Combine(_folder, "perm.db"), Path.Combine(_folder, "filler")]);

        AssertRefusedWith("DiskFull", child);
    }

    // The number is that of the call on which the disk fails, counted from the start of the process.
    [Theory]
    [InlineData("fdatasync,fsync:error=EIO:when=15", "StoreUnavailable")]
    [InlineData("fdatasync,fsync:error=EIO:when=16", "StoreUnavailable")]
    [InlineData("pwrite64:error=ENOSPC:when=150", "DiskFull")]
    [InlineData("pwrite64:error=EIO:when=200", "StoreUnavailable")]
    public void A_call_that_fails_costs_only_the_change_that_made_it(string fault, string errorId)
    {
        string path = Path.Combine(_folder, "perm.db");
        Assert.SkipUnless(CrashProcess.CanRun("strace", "-f", "-o", "/dev/null", "true"), "Not run: needs strace and the right to trace.");
        using (PermStore store = Crash.Workload.CreateStore(path))
        {
            // Its owner's folder is synced when it is made; the faults are for what comes after.
        }

        string[] strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", path, "-P", path + "-wal", "-e", "inject=" + fault];
        using CrashProcess child = new(strace, ["fill", path, Path.Combine(_folder, "filler")]);

        AssertRefusedWith(errorId, child);
    }

    private static void AssertRefusedWith(string errorId, CrashProcess child) =>
        Assert.Equal([$"refused {errorId}", "same session True", "usable True", "reopened True"], child.Finish().Trim().Split('\n'));
}
