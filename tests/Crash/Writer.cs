using System.Diagnostics;
using System.Globalization;

namespace PermModule.Crash;

/// <summary>One of several processes that write the same store.</summary>
internal static class Writer
{
    /// <summary>Onboards, moves, grants, deactivates and removes for a while, then takes seats until none is left. Prints operations, refusals, and the longest operation in milliseconds.</summary>
    public static void Run(string path, string name, TimeSpan time)
    {
        // A schema has no dot in its name.
        WarmUp($"{path}{(PermStore.IsConnectionString(path) ? '_' : '.')}{name}", name);
        using PermStore store = PermStore.Open(path);
        Random random = new(name.GetHashCode(StringComparison.Ordinal));
        List<string> mine = [];
        int operations = 0;
        int refused = 0;
        double longest = 0;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            Try(() => Step(store, random, mine, $"{name}-{operations}"));
        }

        for (int i = 0; Try(() => store.Users.Create(new UserData { UserName = $"{name}-last{i}", Profile = "Admin" })); i++)
        {
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{operations} {refused} {longest:0}"));

        bool Try(Action operation)
        {
            long before = Stopwatch.GetTimestamp();
            try
            {
                operation();
                return true;
            }
            catch (SeatLimitException error)
            {
                refused++;
                return error.Free >= error.Needed ? throw new InvalidOperationException("Refused although a seat was free.", error) : false;
            }
            finally
            {
                operations++;
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }
        }
    }

    /// <summary>Makes every kind of change on a store of its own, so that no other process waits while this one is compiled.</summary>
    private static void WarmUp(string path, string name)
    {
        using PermStore store = Workload.CreateStore(path);
        store.Seats.SetContract(new SeatContract { Heavy = 5 });
        store.Profiles.Create(name);
        Random random = new(1);
        List<string> mine = [];
        for (int i = 0; i < 100; i++)
        {
            try
            {
                Step(store, random, mine, $"{name}-{i}");
            }
            catch (SeatLimitException)
            {
                // Part of what is to be warm.
            }
        }
    }

    /// <summary>Adds one to a number that others add to as well, each time from a reading; whoever is told that it changed meanwhile reads again.</summary>
    public static void Count(string path, string name, int rounds)
    {
        using PermStore store = PermStore.Open(path);
        int told = 0;
        for (int i = 0; i < rounds;)
        {
            PermUser read = store.Users.Get("counter");
            int next = int.Parse(read.Department!.Split(' ')[0], CultureInfo.InvariantCulture) + 1;
            try
            {
                store.Users.Update(UserReference.To(read), new UserData { Department = string.Create(CultureInfo.InvariantCulture, $"{next} by {name}") });
                i++;
            }
            catch (PermConflictException error) when (error.ErrorId == "ConcurrentChange")
            {
                told++;
            }
        }

        Console.WriteLine(told);
    }

    private static void Step(PermStore store, Random random, List<string> mine, string name)
    {
        int kind = mine.Count == 0 ? 0 : random.Next(10);
        string profile = Workload.Profiles[random.Next(3)];
        switch (kind)
        {
            case < 4:
                store.Users.Create(new UserData { UserName = name, Profile = profile });
                mine.Add(name);
                break;
            case < 6:
                store.Users.Update(UserReference.ByName(mine[random.Next(mine.Count)]), new UserData { Profile = profile });
                break;
            case < 8:
                store.Users.Update(UserReference.ByName(mine[random.Next(mine.Count)]), new UserData { IsActive = random.Next(2) == 0 });
                break;
            case 8:
                store.Profiles.Grant(name[..2], ["asset-bank.collections.create-collections"]);
                store.Profiles.Revoke(name[..2], ["asset-bank.collections.create-collections"]);
                break;
            default:
                string bulk = name + "-bulk";
                store.Users.Create([.. Enumerable.Range(0, 500).Select(i => new UserData { UserName = $"{bulk}{i}", Profile = "Viewer" })]);
                break;
        }
    }
}
