namespace PermModule.Bench.Suites;

/// <summary>Asking for the past against asking for the present, and one user's past against reading that user's events.</summary>
internal static class PastSuite
{
    private const double Bar = 1.5;
    private const double UserBar = 2;
    private const int Share = 100;
    private const int Fields = 50;
    private const int Times = 500;

    public static void Run(Runner runner, Stores stores)
    {
        const string everybody = "Get-PermUser -AsOf, one in a hundred changed since";
        const string one = "Get-PermUser of one user -AsOf";
        if (!runner.Settings.Wants(everybody) && !runner.Settings.Wants(one))
        {
            return;
        }

        foreach (int size in runner.Settings.Sizes)
        {
            string path = stores.Copy(size);
            BenchClock clock = new(DateTimeOffset.UtcNow.AddDays(1));
            using (PermStore store = PermStore.Open(path, new PermStoreOptions { Actor = "bench", Time = clock }))
            {
                DateTimeOffset then = clock.GetUtcNow();
                UserReference[] users = [.. store.Users.Find(new UserFilter { First = size / Share }).Select(UserReference.To)];
                clock.Advance(TimeSpan.FromDays(1));
                store.Users.Update([.. users.Select(user => new UserChange(user, new UserData { Department = "Changed" }))]);
                for (int i = 0; i < Fields; i++)
                {
                    clock.Advance(TimeSpan.FromHours(1));
                    store.Users.Update(UserReference.ByName(users[0].Name), new UserData { JobTitle = $"{i}" });
                }

                PermUser person = store.Users.Get(users[0].Name);
                runner.Compare(everybody, size, "us/user", Bar, "the same of now", () => Runner.CpuTime(size, () => Past(store, then)), () => Runner.CpuTime(size, () => Drain(store.Users.Find())));
                runner.Compare(one, size, "us", UserBar, "reading the user's events", () => Repeat(() => store.History.FindUser(UserReference.ByName(person.UserName), then)), () => Repeat(() => Drain(store.Trail.FindEvents(new AuditEventFilter { TargetId = person.Id }))));
            }

            Stores.Drop(path);
        }
    }

    private static void Past(PermStore store, DateTimeOffset moment)
    {
        using PermStore past = store.AsOf(moment);
        Drain(past.Users.Find());
    }

    private static double Repeat(Action action) => Runner.CpuTime(Times, () =>
    {
        for (int i = 0; i < Times; i++)
        {
            action();
        }
    });

    private static void Drain<T>(IEnumerable<T> items)
    {
        foreach (T _ in items)
        {
        }
    }
}
