namespace PermModule.Bench.Suites;

/// <summary>The report over many users against the audit it contains.</summary>
internal static class ReportSuite
{
    private const double Bar = 2;
    private const int Users = 200_000;

    public static void Run(Runner runner, Stores stores)
    {
        const string operation = "Export-PermReport, HTML";
        const string floorIs = "Invoke-PermAudit on the same store";
        if (!runner.Settings.Wants(operation))
        {
            return;
        }

        int size = runner.Settings.IsShort ? runner.Settings.Sizes[0] : Users;
        using PermStore store = Stores.Open(stores.Filled(size));
        string path = stores.NewPath(".html");
        runner.Compare(operation, size, "us/user", Bar, floorIs, () => Runner.Time(size, Report), () => Runner.Time(size, Audit));
        runner.Compare(operation + ", memory", size, "bytes/user", Bar, floorIs, () => Allocated(Report), () => Allocated(Audit));

        void Report() => store.Reports.Export(path, overwrite: true);

        void Audit() => _ = store.Audit.Run().Count();

        double Allocated(Action action)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)size;
        }
    }
}
