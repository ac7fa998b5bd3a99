namespace PermModule.Bench.Suites;

/// <summary>What must not grow with the number of users: the figure at each size against the figure at the smallest.</summary>
internal static class SeatSuite
{
    private const double Bar = 2;
    private const int Times = 200;

    public static void Run(Runner runner, Stores stores)
    {
        int smallest = runner.Settings.Sizes[0];
        foreach (int size in runner.Settings.Sizes)
        {
            Compare("Get-SeatUsage", store => store.Seats.GetUsage());
            Compare("Measure-SeatImpact", store => store.Seats.MeasureRights(People.Viewer, ["asset-bank.asset.manage-brands"], []));
            Compare("Get-PermProfile with counts", store => store.Profiles.Find());
            Compare("Grant and revoke that move 70 % of the users", store =>
            {
                store.Profiles.Grant(People.Viewer, ["asset-bank.asset.xml-import"]);
                store.Profiles.Revoke(People.Viewer, ["asset-bank.asset.xml-import"]);
            });

            void Compare(string operation, Action<PermStore> action) => runner.Compare(
                operation,
                size,
                "us",
                Bar,
                "the same over the smallest store",
                () => Measure(stores.Copy(size), action),
                () => Measure(stores.Copy(smallest), action));
        }
    }

    private static double Measure(string path, Action<PermStore> action)
    {
        using PermStore store = Stores.Open(path);
        action(store);
        double time = Runner.Time(Times, () =>
        {
            for (int i = 0; i < Times; i++)
            {
                action(store);
            }
        });
        store.Dispose();
        Stores.Drop(path);
        return time;
    }
}
