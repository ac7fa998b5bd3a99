namespace PermModule.Bench.Suites;

/// <summary>The report over many users against reading them once.</summary>
internal static class ReportSuite
{
    private const int Users = 200_000;

    public static void Run(Runner runner, Stores stores)
    {
        const string operation = "Export-PermReport, HTML";
        const string floorIs = "reading the same users once";
        if (!runner.Settings.Wants(operation))
        {
            return;
        }

        int size = runner.Settings.IsShort ? runner.Settings.Sizes[0] : Users;
        using PermStore store = Stores.Open(stores.Filled(size));
        string path = stores.NewPath(".html");
        runner.Compare(operation, size, "us/user", Settings.Bar(size, 6, 2.5), floorIs, () => Runner.Time(size, Report), () => Runner.Time(size, Read));
        runner.Compare(operation + ", memory", size, "bytes/user", Settings.Bar(size, 6, 2.5), floorIs, () => Runner.Allocated(size, Report), () => Runner.Allocated(size, Read));

        void Report() => store.Reports.Export(path, overwrite: true);

        void Read() => _ = store.Users.Find().Count();
    }
}
