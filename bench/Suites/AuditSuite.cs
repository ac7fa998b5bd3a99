using System.Globalization;

namespace PermModule.Bench.Suites;

/// <summary>The audit over many users against reading the same users once, and the trail against its own size.</summary>
internal static class AuditSuite
{
    private const double FlatBar = 2;
    private const int Users = 200_000;
    private const int Times = 200;

    public static void Run(Runner runner, Stores stores)
    {
        Audit(runner, stores, runner.Settings.IsShort ? runner.Settings.Sizes[0] : Users);
        foreach (int size in runner.Settings.Sizes)
        {
            Events(runner, stores, size);
        }
    }

    private static void Audit(Runner runner, Stores stores, int size)
    {
        const string operation = "Invoke-PermAudit, every rule";
        const string floorIs = "reading the same users once";
        if (!runner.Settings.Wants(operation))
        {
            return;
        }

        using PermStore store = Stores.Open(stores.Filled(size));
        runner.Compare(operation, size, "us/user", Settings.Bar(size, 3, 2), floorIs, () => Runner.Time(size, Audit), () => Runner.Time(size, Read));
        runner.Compare(operation + ", memory", size, "bytes/user", Settings.Bar(size, 3, 2), floorIs, () => Runner.Allocated(size, Audit), () => Runner.Allocated(size, Read));

        void Audit() => Drain(store.Audit.Run());

        void Read() => Drain(store.Users.Find());
    }

    private static void Events(Runner runner, Stores stores, int size)
    {
        int smallest = runner.Settings.Sizes[0];
        using PermStore store = Stores.Open(stores.Filled(size));
        using PermStore small = Stores.Open(stores.Filled(smallest));
        runner.Compare("Test-PermAuditTrail", size, "us/event", Settings.Bar(size, 1.3, 0.6), "rehashing the same events on one thread", () => Verify(store), () => Runner.Time(store.Trail.GetDigest().Count, () => Floor.Rehash(store.Session)));
        Compare("Get-PermAuditEvent -Newest 10", _ => new AuditEventFilter { Newest = 10 });
        Compare("Get-PermAuditEvent -Target", people => new AuditEventFilter { Target = people.Users.Find(new UserFilter { First = 1 }).First().UserName });
        Compare("Get-PermAuditEvent -After -First 10", people => new AuditEventFilter { After = people.Trail.GetDigest().At, First = 10 });

        void Compare(string operation, Func<PermStore, AuditEventFilter> filter)
        {
            string floorIs = string.Create(CultureInfo.InvariantCulture, $"the same with {smallest} users");
            runner.Compare(operation, size, "us", FlatBar, floorIs, () => Time(store, filter(store)), () => Time(small, filter(small)));
        }
    }

    private static double Verify(PermStore store)
    {
        long count = store.Trail.GetDigest().Count;
        return Runner.Time(count, () => _ = store.Trail.Verify().IsIntact ? 0 : throw new InvalidOperationException("The chain is broken."));
    }

    private static double Time(PermStore store, AuditEventFilter filter) => Runner.Time(Times, () =>
    {
        for (int i = 0; i < Times; i++)
        {
            Drain(store.Trail.FindEvents(filter));
        }
    });

    private static void Drain<T>(IEnumerable<T> items)
    {
        foreach (T _ in items)
        {
        }
    }
}
