using Microsoft.Data.Sqlite;

namespace PermModule.Bench.Suites;

/// <summary>Ours against what most would take instead, from C# on both sides.</summary>
internal static class IdentitySuite
{
    private const int Users = 10_000;
    private const int FewUsers = 1_000;
    private const double Bar = 1;

    public static void Run(Runner runner, Stores stores)
    {
        const string create = "Create users, against ASP.NET Core Identity";
        const string read = "Read users, against ASP.NET Core Identity";
        if (!runner.Settings.Wants(create) && !runner.Settings.Wants(read))
        {
            return;
        }

        int size = runner.Settings.IsShort ? FewUsers : Users;
        UserData[] people = [.. People.Make(size)];
        string path = stores.NewPath();
        IdentityStore identity = new(path);
        runner.Compare(
            create,
            size,
            "us/user",
            Bar,
            "UserManager.CreateAsync and AddToRoleAsync in one transaction over Entity Framework Core and SQLite, without seats and history",
            () => Create(stores, people),
            CreateThere);
        if (runner.Settings.Wants(read))
        {
            if (identity.Read() == 0)
            {
                CreateThere();
            }

            using PermStore store = Stores.Open(stores.Filled(size));
            runner.Compare(
                read,
                size,
                "us/user",
                Bar,
                "the users with their roles over Entity Framework Core and SQLite, untracked",
                () => Runner.Time(size, () => Check(size, store.Users.Find().Count())),
                () => Runner.Time(size, () => Check(size, identity.Read())));
        }

        Drop();

        double CreateThere()
        {
            Drop();
            identity = new(path);
            return Runner.Time(size, () => identity.CreateAsync(people).GetAwaiter().GetResult());
        }

        void Drop()
        {
            identity.Dispose();
            SqliteConnection.ClearAllPools();
            Stores.Drop(path);
        }
    }

    private static double Create(Stores stores, UserData[] people)
    {
        string path = stores.Empty();
        double time;
        using (PermStore store = Stores.Open(path))
        {
            time = Runner.Time(people.Length, () => Check(people.Length, store.Users.Create(people).Count(item => item.Value is not null)));
        }

        Stores.Drop(path);
        return time;
    }

    private static void Check(int size, int count)
    {
        if (count != size)
        {
            throw new InvalidOperationException($"Of {size} users there are {count}.");
        }
    }
}
