using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PermModule.Storage.Postgres;

namespace PermModule.Bench.Suites;

/// <summary>A store on a PostgreSQL server against its driver alone. The server is the one that PERMMODULE_BENCH_POSTGRES names; it says most on a real disk, with its defaults.</summary>
internal static class SharedStoreSuite
{
    private const string Variable = "PERMMODULE_BENCH_POSTGRES";
    private const string Moves = "PostgreSQL: Set-PermUser -Profile, there and back";
    private const string First = "PostgreSQL: connect and find one";
    private const string ByName = "PostgreSQL: look-up by name";
    private const string Seats = "PostgreSQL: seat table";
    private const string Writing = "PostgreSQL: eight writers";
    private const int Changes = 10_000;
    private const int Writers = 8;
    private const int LookUps = 2_000;

    private static readonly TimeSpan RaceTime = TimeSpan.FromSeconds(5);

    public static void Run(Runner runner, Stores stores)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } server)
        {
            Runner.Say($"PostgreSQL is not measured: {Variable} names no database.");
            return;
        }

        foreach (int size in runner.Settings.Sizes.Where(size => size >= Changes))
        {
            Measure(runner, stores, server + (server.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "schema=", size);
        }
    }

    private static void Measure(Runner runner, Stores stores, string server, int size)
    {
        string csv = stores.NewPath(".csv");
        People.WriteCsv(csv, size);
        UserData[] people = [.. People.Make(size)];
        Compare("PostgreSQL: import, Create", "us/user", 1.3, "bare unnest of the same columns, indexes and audit chain, two round trips for 5,000", () => On(server, url => Import(url, csv, size)), () => On(server, url =>
        {
            using ServerFloor floor = new(url);
            return Runner.Time(size, () => floor.Insert(people));
        }), () =>
        {
            string file = stores.Empty();
            double time = Import(file, csv, size);
            Stores.Drop(file);
            return time;
        });
        File.Delete(csv);
        if (!Array.Exists([Moves, First, ByName, Seats, Writing], runner.Settings.Wants))
        {
            return;
        }

        On(server, url =>
        {
            using (ServerFloor floor = new(url))
            {
                floor.Insert(people);
            }

            string[] names = [.. people.Where(person => person.Profile == People.Viewer).Take(Changes / 2).Select(person => person.UserName!)];
            using PermStore store = PermStore.Open(url);
            using ServerFloor bare = new(url);
            string file = stores.Copy(size);
            using PermStore local = Stores.Open(file);
            int turn = 0;
            Compare(Moves, "us/user", 1.3, "bare ANY, UPDATE and unnest of the events in three round trips", () => ThereAndBack(store, names), () => Runner.Time(2 * names.Length, () => Repeat(2, _ => bare.Move(names, turn++ % 2 == 0 ? People.Editor : People.Viewer))), () => ThereAndBack(local, names));
            Compare(First, "us", 3, "a bare connection and one query", () => Runner.Time(1, () => FirstAnswer(url, people[0].UserName!)), () => Runner.Time(1, () => BareAnswer(url, people[0].UserName!)), () => Runner.Time(1, () => FirstAnswer(file, people[0].UserName!)));
            using NpgsqlConnection connection = Connect(url);
            using NpgsqlCommand find = new($"SELECT {UserRow.Columns} FROM users WHERE user_name_key = $1", connection);
            NpgsqlParameter<string> key = new();
            find.Parameters.Add(key);
            find.Prepare();
            Compare(ByName, "us", 5, "one prepared query", () => LookUp(store, people), () => Runner.Time(LookUps, () => Repeat(LookUps, i =>
            {
                key.TypedValue = people[i].UserName!.ToUpperInvariant();
                using NpgsqlDataReader reader = find.ExecuteReader();
                reader.Read();
                _ = reader.GetString(1);
            })), () => LookUp(local, people));
            using NpgsqlCommand seats = new("SELECT id, active_users FROM profiles", connection);
            seats.Prepare();
            Compare(Seats, "us", 5, "the counters by one prepared query", () => SeatTable(store), () => Runner.Time(LookUps, () => Repeat(LookUps, _ =>
            {
                using NpgsqlDataReader reader = seats.ExecuteReader();
                while (reader.Read())
                {
                    reader.GetInt64(1);
                }
            })), () => SeatTable(local));
            int round = 0;
            if (runner.Settings.Wants(Writing))
            {
                // What is compiled in the first seconds of a process is no part of the changes a second: a third of the processor time of the first races, by perf.
                Repeat(3, _ =>
                {
                    Race(round++, writer => OurWriter(url, writer));
                    Race(round++, writer => BareWriter(url, writer));
                });
            }

            Compare(Writing, "us/change", 1.2, "eight bare connections in two round trips a change: user, event, counter of seats and the hour of their history", () => Race(round++, writer => OurWriter(url, writer)), () => Race(round++, writer => BareWriter(url, writer)), () => Race(round++, writer => OurWriter(file, writer)));
            Stores.Drop(file);
            return 0;
        });

        // What SQLite takes stands beside: it has no network, no server and one machine.
        void Compare(string operation, string unit, double bar, string floorIs, Func<double> ours, Func<double> floor, Func<double> local)
        {
            if (runner.Settings.Wants(operation))
            {
                string beside = string.Create(CultureInfo.InvariantCulture, $"{floorIs}; on SQLite {local():0.0} {unit}");
                runner.Compare(operation, size, unit, bar, beside, ours, floor);
                Runner.Say(beside);
            }
        }
    }

    private static double ThereAndBack(PermStore store, string[] names) => Runner.Time(2 * names.Length, () => Repeat(2, turn => Move(store, names, turn)));

    private static double LookUp(PermStore store, UserData[] people) => Runner.Time(LookUps, () => Repeat(LookUps, i => store.Users.Get(people[i].UserName!)));

    private static double SeatTable(PermStore store) => Runner.Time(LookUps, () => Repeat(LookUps, _ => store.Seats.GetUsage()));

    private static void FirstAnswer(string place, string name)
    {
        using PermStore store = PermStore.Open(place);
        store.Users.Get(name);
    }

    private static void BareAnswer(string url, string name)
    {
        using NpgsqlConnection connection = Connect(url);
        using NpgsqlCommand find = new($"SELECT {UserRow.Columns} FROM users WHERE user_name_key = $1", connection);
        find.Parameters.Add(new NpgsqlParameter { Value = name.ToUpperInvariant() });
        using NpgsqlDataReader reader = find.ExecuteReader();
        reader.Read();
        _ = reader.GetString(1);
    }

    private static double Import(string url, string csv, int size)
    {
        using PermStore store = PermStore.Open(url);
        return Runner.Time(size, () =>
        {
            long created = store.Transfer.ImportUsers(csv).Created;
            if (created != size)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{created} of {size} users were created."));
            }
        });
    }

    private static void Move(PermStore store, string[] names, int turn)
    {
        UserData change = new() { Profile = turn % 2 == 0 ? People.Editor : People.Viewer };
        foreach (string[] batch in names.Chunk(store.BatchSize))
        {
            store.Users.Update([.. batch.Select(name => new UserChange(UserReference.ByName(name), change))]);
        }
    }

    /// <summary>Microseconds a change of all writers together.</summary>
    private static double Race(int round, Func<int, (Action<int> Write, IDisposable Owner)> open)
    {
        (Action<int> Write, IDisposable Owner)[] writers = [.. Enumerable.Range(0, Writers).Select(writer => open((round * Writers) + writer))];
        int done = 0;
        double time = Runner.Time(1, () =>
        {
            long start = Stopwatch.GetTimestamp();
            Thread[] threads = Array.ConvertAll(writers, writer => new Thread(() =>
            {
                for (int i = 0; Stopwatch.GetElapsedTime(start) < RaceTime; i++)
                {
                    writer.Write(i);
                    Interlocked.Increment(ref done);
                }
            }));
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
        });
        Runner.Say(string.Create(CultureInfo.InvariantCulture, $"{done} changes in {RaceTime.TotalSeconds:0} s; {Runner.Cpu * 1_000_000 / done:0} us of processor time each of the writers"));
        Array.ForEach(writers, writer => writer.Owner.Dispose());
        return time / done;
    }

    private static (Action<int>, IDisposable) OurWriter(string url, int writer)
    {
        PermStore store = PermStore.Open(url, new PermStoreOptions { LockTimeout = TimeSpan.FromMinutes(1) });
        return (i => store.Users.Create(Person(writer, i)), store);
    }

    private static (Action<int>, IDisposable) BareWriter(string url, int writer)
    {
        ServerFloor floor = new(url);
        return (i => floor.Add(Person(writer, i), limit: 1_000_000_000), floor);
    }

    private static UserData Person(int writer, int i)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"race{writer}-{i}");
        return new UserData { UserName = name, Email = name + "@example.com", FirstName = "Ann", LastName = "Ng", Profile = People.Viewer, Department = "Brand", Location = "DE" };
    }

    private static void Repeat(int count, Action<int> action)
    {
        for (int i = 0; i < count; i++)
        {
            action(i);
        }
    }

    private static NpgsqlConnection Connect(string url)
    {
        PostgresAddress address = PostgresAddress.Parse(url);
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(address.Settings.ConnectionString) { SearchPath = address.Schema }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Measures on a store of its own, which is dropped afterwards.</summary>
    private static double On(string server, Func<string, double> measure)
    {
        string url = server + "b" + Guid.NewGuid().ToString("N");
        try
        {
            using (PermStore store = PermStore.Create(url))
            {
                store.Profiles.Create(People.Admin, rights: ["asset-bank.asset.manage-brands"]);
                store.Profiles.Create(People.Editor, rights: ["asset-bank.asset-management.upload-assets"]);
                store.Profiles.Create(People.Viewer, rights: ["asset-bank.collections.create-collections"], isDefault: true);
            }

            TimeSpan before = ServerTime.Now(url, Connect);
            double time = measure(url);
            Runner.Cpu += (ServerTime.Now(url, Connect) - before).TotalSeconds;
            return time;
        }
        finally
        {
            using NpgsqlConnection connection = Connect(url);
            using NpgsqlCommand drop = new($"DROP SCHEMA IF EXISTS {PostgresAddress.Parse(url).Schema} CASCADE", connection);
            drop.ExecuteNonQuery();
        }
    }
}
