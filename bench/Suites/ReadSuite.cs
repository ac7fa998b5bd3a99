using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PermModule.Bench.Suites;

/// <summary>Reading users: everything, and by each filter an index serves.</summary>
internal static class ReadSuite
{
    private const double Bar = 1.5;

    private static readonly StoreOrigin Origin = new("floor");

    /// <summary>Reads per measurement: enough that both sides run compiled to the full.</summary>
    private const int Enough = 50_000;

    public static void Run(Runner runner, Stores stores)
    {
        foreach (int size in runner.Settings.Sizes)
        {
            using PermStore store = Stores.Open(stores.Filled(size));
            using SqliteConnection bare = Floor.Open(stores.Filled(size));
            string name = People.Make(size).ElementAt(size / 2).UserName!;
            Compare("Get-PermUser, everything", new UserFilter(), "1", "SELECT over users, every column into the same record", size);
            runner.Compare("Get-PermUser, everything, memory", size, "KiB", Bar, "the same over the smallest store", () => MostAlive(stores, size), () => MostAlive(stores, runner.Settings.Sizes[0]));
            Compare("Get-PermUser, by name", new UserFilter { UserNames = [name] }, $"user_name_key = '{name.ToUpperInvariant()}'", "the look-up of one name, prepared", 1);
            Compare("Get-PermUser, by prefix", new UserFilter { UserNames = [name[..7] + "*"] }, $"user_name_key >= '{name[..7].ToUpperInvariant()}' AND user_name_key < '{name[..7].ToUpperInvariant()}~' ORDER BY user_name_key", "the range of the name index");
            Compare("Get-PermUser, by profile", new UserFilter { Profiles = [People.Admin] }, "profile_id IN (SELECT id FROM profiles WHERE name = 'Admin')", "the range of the profile index");
            Compare("Get-PermUser, by tier", new UserFilter { Tiers = [Tier.Heavy] }, "profile_id IN (SELECT id FROM profiles WHERE name = 'Admin')", "the range of the profile index");
            Compare("Get-PermUser, by right", new UserFilter { Rights = ["asset-bank.asset.manage-brands"] }, "profile_id IN (SELECT id FROM profiles WHERE name = 'Admin')", "the range of the profile index");

            void Compare(string operation, UserFilter filter, string where, string floorIs, int? rows = null)
            {
                int expected = rows ?? store.Users.Find(filter).Count();
                int times = Math.Max(1, Enough / Math.Max(1, expected));
                runner.Compare(
                    operation,
                    size,
                    "us/user",
                    Bar,
                    floorIs,
                    () => Runner.Time((long)expected * times, () => Repeat(times, () => Check(expected, store.Users.Find(filter).Count()))),
                    () => ReadBare(bare, where, expected, times));
            }
        }
    }

    /// <summary>Reads every user with a bare reader into the record of the core; returns how many.</summary>
    public static int ReadAll(SqliteConnection connection)
    {
        using SqliteCommand command = Floor.Prepare(connection, transaction: null, $"SELECT {UserRow.Columns} FROM users", 0);
        return Read(command, []);
    }

    /// <summary>The most memory that is alive at any moment while all users are streamed.</summary>
    private static double MostAlive(Stores stores, int size)
    {
        // As many looks whatever the size: each may fall where one page is in memory or where two are.
        const int looks = 20;
        int interval = size / looks;
        using PermStore store = Stores.Open(stores.Filled(size));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        long count = 0;
        foreach (PermUser user in store.Users.Find())
        {
            if (user.Id > 0 && ++count % interval == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        return most / 1024.0;
    }

    private static double ReadBare(SqliteConnection connection, string where, int expected, int times)
    {
        using SqliteCommand command = Floor.Prepare(connection, transaction: null, $"SELECT {UserRow.Columns} FROM users WHERE {where}", 0);
        Dictionary<long, ProfileEntry> profiles = [];
        return Runner.Time((long)expected * times, () => Repeat(times, () => Check(expected, Read(command, profiles))));
    }

    private static int Read(SqliteCommand command, Dictionary<long, ProfileEntry> profiles)
    {
        int count = 0;
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            UserRow row = Floor.Read(reader);
            if (!profiles.TryGetValue(row.ProfileId, out ProfileEntry? profile))
            {
                profile = new ProfileEntry(row.ProfileId, row.ProfileId.ToString(CultureInfo.InvariantCulture), "", null, false, 0, 0, RightSet.Empty, RightSet.Empty, Tier.Light);
                profiles.Add(row.ProfileId, profile);
            }

            if (row.ToUser(profile, [], 0, Origin) is not null)
            {
                count++;
            }
        }

        return count;
    }

    private static void Repeat(int times, Action action)
    {
        for (int i = 0; i < times; i++)
        {
            action();
        }
    }

    private static void Check(int expected, int count)
    {
        if (count != expected)
        {
            throw new InvalidOperationException($"{count} users were read; {expected} were expected.");
        }
    }
}
