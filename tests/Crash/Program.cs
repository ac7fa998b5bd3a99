using System.Globalization;
using PermModule;
using PermModule.Crash;

// Started by the tests, to be killed, starved or refused by the disk. What is printed was on disk before.
switch (args)
{
    case ["work", string path, string seed]:
        Work(path, int.Parse(seed, CultureInfo.InvariantCulture), int.MaxValue);
        return 0;
    case ["work", string path, string seed, string count]:
        Work(path, int.Parse(seed, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    case ["migrate", string path]:
        Migrate(path);
        return 0;
    case ["export", string path, string to]:
        using (PermStore store = PermStore.Open(path))
        {
            store.Transfer.ExportUsers(to);
        }

        Console.WriteLine("done");
        return 0;
    case ["fill", string path, string filler]:
        return Disk.Fill(path, filler);
    case ["write", string path, string name, string seconds]:
        Writer.Run(path, name, TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        return 0;
    case ["seats", string path, string name, string seconds]:
        SeatTaker.Run(path, name, TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)), holds: false);
        return 0;
    case ["hold", string path, string name, string seconds]:
        SeatTaker.Run(path, name, TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)), holds: true);
        return 0;
    case ["count", string path, string name, string rounds]:
        Writer.Count(path, name, int.Parse(rounds, CultureInfo.InvariantCulture));
        return 0;
    case ["push", string path, string uri, string token]:
        Pusher.Run(path, uri, token);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: work <store> <seed> [<count>] | migrate <store> | export <store> <file> | fill <store> <filler> | write <store> <name> <seconds> | seats|hold <store> <name> <idle limit> | count <store> <name> <rounds> | push <store> <portal> <token>");
        return 2;
}

static void Work(string path, int seed, int count)
{
    using PermStore store = PermStore.Open(path);
    Workload workload = new(seed);
    for (int i = 0; i < count; i++)
    {
        workload.Next()(store);
        Console.WriteLine(workload.Count);
    }
}

static void Migrate(string path)
{
    Console.WriteLine("ready");
    PermStore.Open(path, new PermStoreOptions { Schema = Workload.NextSchema }).Dispose();
    Console.WriteLine("done");
}
