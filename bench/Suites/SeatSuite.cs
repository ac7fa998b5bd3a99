namespace PermModule.Bench.Suites;

/// <summary>What must not grow with the number of users: the figure at each size against the figure at the smallest.</summary>
internal static class SeatSuite
{
    private const double Bar = 2;
    private const int Times = 200;
    private const int YearHours = 8760;
    private const int HourUsers = 1000;

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

            History(runner, stores, size);
        }
    }

    /// <summary>A year day by day out of a trail of so many events, which has to be there in a twentieth of a second.</summary>
    private static void History(Runner runner, Stores stores, int events)
    {
        const string operation = "Get-SeatHistory of a year by day";
        if (!runner.Settings.Wants(operation))
        {
            return;
        }

        BenchClock clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        string path = stores.NewPath();
        using PermStore store = PermStore.Create(path, new PermStoreOptions { Actor = "bench", Time = clock });
        store.Profiles.Create("Viewer", isDefault: true);
        UserReference[] users = [.. Enumerable.Range(0, HourUsers).Select(number => UserReference.ByName($"u{number}"))];
        store.Users.Create([.. users.Select(user => new UserData { UserName = user.Name })]);
        for (int hour = 1, made = 0; hour <= YearHours; hour++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            int wanted = (int)((long)events * hour / YearHours);
            store.Users.Update([.. users.Take(wanted - made).Select(user => new UserChange(user, new UserData { IsActive = hour % 2 == 0 }))]);
            made = wanted;
        }

        runner.Compare(operation, events, "ms", 1, "50 ms of processor time", () => Runner.CpuTime(1, () => _ = store.Seats.GetHistory().Count()) / 1000, () => 50);
        store.Dispose();
        Stores.Drop(path);
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
