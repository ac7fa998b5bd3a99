using Microsoft.Data.Sqlite;

namespace PermModule.Bench.Suites;

/// <summary>Asking whether a user holds a right.</summary>
internal static class RightSuite
{
    private const int Times = 2_000_000;
    private const int LookUps = 200_000;

    public static void Run(Runner runner, Stores stores)
    {
        const string inHand = "Right check, user in hand";
        const string byName = "Right check, by user name";
        foreach (int size in runner.Settings.Sizes)
        {
            if (!runner.Settings.Wants(inHand) && !runner.Settings.Wants(byName))
            {
                continue;
            }

            using PermStore store = Stores.Open(stores.Filled(size));
            PermUser[] users = [.. store.Users.Find(new UserFilter { First = 1_000 })];
            PermRight right = store.Rights.Get("asset-bank.asset.manage-brands");
            runner.Compare(inHand, size, "ns", 20, "one nanosecond: the bar is 20", () => Check(store, users, right), () => Line.None);
            using SqliteConnection connection = Floor.Open(stores.Filled(size));
            runner.Compare(byName, size, "us", 1.3, "one prepared look-up of the name", () => CheckByName(store, users, right), () => LookUp(connection, users));
        }
    }

    private static double Check(PermStore store, PermUser[] users, PermRight right)
    {
        RightChecker checker = store.EffectiveRights.Checker();
        int held = 0;
        double time = Runner.Time(Times, () =>
        {
            for (int i = 0; i < Times; i++)
            {
                held += checker.Holds(users[i % users.Length], right) ? 1 : 0;
            }
        });
        return held < 0 ? 0 : time * 1_000;
    }

    private static double CheckByName(PermStore store, PermUser[] users, PermRight right)
    {
        int held = 0;
        double time = Runner.Time(LookUps, () =>
        {
            for (int i = 0; i < LookUps; i++)
            {
                held += store.EffectiveRights.Holds(users[i % users.Length].UserName, right) ? 1 : 0;
            }
        });
        return held < 0 ? 0 : time;
    }

    private static double LookUp(SqliteConnection connection, PermUser[] users)
    {
        using SqliteCommand command = Floor.Prepare(connection, transaction: null, "SELECT id, profile_id, is_active FROM users WHERE user_name_key = $0", 1);
        long sum = 0;
        double time = Runner.Time(LookUps, () =>
        {
            for (int i = 0; i < LookUps; i++)
            {
                command.Parameters[0].Value = users[i % users.Length].UserName.ToUpperInvariant();
                using SqliteDataReader reader = command.ExecuteReader();
                sum += reader.Read() ? reader.GetInt64(1) : 0;
            }
        });
        return sum == 0 ? 0 : time;
    }
}
