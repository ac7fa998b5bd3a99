using System.Diagnostics;
using System.Globalization;
using CsvHelper;
using Microsoft.Data.Sqlite;

namespace PermModule.Bench.Suites;

/// <summary>Importing a file: into an empty store, and again when nothing in it has changed.</summary>
internal static class ImportSuite
{
    private const double PeakBar = 350;
    private const long MebiByte = 1024 * 1024;

    public static void Run(Runner runner, Stores stores)
    {
        const string create = "Import-PermUser, Create";
        const string again = "Import-PermUser, unchanged file, ";
        foreach (int size in runner.Settings.Sizes)
        {
            if (!runner.Settings.Wants(create) && !runner.Settings.Wants(again))
            {
                continue;
            }

            string csv = stores.NewPath(".csv");
            People.WriteCsv(csv, size);
            runner.Compare(
                create,
                size,
                "us/user",
                Settings.Bar(size, 1.4, size < 1_000_000 ? 0.9 : 0.95),
                "the lean program, which reads the same file",
                () => Create(stores, csv, size),
                () => Bare(stores, csv, size));
            Peak(runner, stores, csv, size);
            foreach (ImportMode mode in new[] { ImportMode.Upsert, ImportMode.Sync })
            {
                runner.Compare(
                    again + mode,
                    size,
                    "us/user",
                    Settings.Bar(size, 1.3, 0.9),
                    "reading the file plus one look-up by the name index a row",
                    () => Again(stores.Filled(size), csv, size, mode),
                    () => ReadAndLookUp(stores.Filled(size), csv, size));
            }

            File.Delete(csv);
        }
    }

    /// <summary>Imports a file in this process, which does nothing else, and says how much memory it had at most.</summary>
    public static int ImportAlone(string path, string csv)
    {
        using (PermStore store = Stores.Open(path))
        {
            store.Transfer.ImportUsers(csv);
        }

        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(self.PeakWorkingSet64 / MebiByte);
        return 0;
    }

    private static void Peak(Runner runner, Stores stores, string csv, int size)
    {
        const string operation = "Import-PermUser, Create, peak memory";
        if (!runner.Settings.Wants(operation))
        {
            return;
        }

        string path = stores.Empty();

        // dotnet run starts a program of our own name, and dotnet with a file starts dotnet.
        string program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(ImportSuite).Assembly.Location] : [];
        ProcessStartInfo start = new(program, [.. self, "--import", path, csv]) { RedirectStandardOutput = true, UseShellExecute = false };

        // As PowerShell does. Without, as in the rest of the benchmark, many more young objects wait to be collected.
        start.Environment["DOTNET_gcConcurrent"] = "1";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Stores.Drop(path);
        runner.Add(new Line(operation, size, "MiB", double.Parse(output, CultureInfo.InvariantCulture), Line.None, "nothing: the bar is 350 MiB of working set", PeakBar));
    }

    private static double Create(Stores stores, string csv, int size)
    {
        string path = stores.Empty();
        double time;
        using (PermStore store = Stores.Open(path))
        {
            time = Runner.Time(size, () => Check(size, store.Transfer.ImportUsers(csv).Created));
        }

        Stores.Drop(path);
        return time;
    }

    private static double Bare(Stores stores, string csv, int size)
    {
        string path = stores.NewPath();
        using Lean lean = new(path);
        double time = Runner.Time(size, () => lean.Import(csv));
        Stores.Drop(path);
        return time;
    }

    private static double Again(string path, string csv, int size, ImportMode mode)
    {
        using PermStore store = Stores.Open(path);
        return Runner.Time(size, () => Check(size, store.Transfer.ImportUsers(csv, new UserImportOptions { Mode = mode }).Unchanged));
    }

    private static double ReadAndLookUp(string path, string csv, int size)
    {
        using SqliteConnection connection = Floor.Open(path);
        using SqliteCommand command = Floor.Prepare(connection, transaction: null, $"SELECT {UserRow.Columns} FROM users WHERE user_name_key = $0", 1);
        return Runner.Time(size, () =>
        {
            long found = 0;
            using CsvReader reader = CsvReader.FromFile(csv);
            while (reader.Read())
            {
                for (int column = 1; column < reader.FieldCount; column++)
                {
                    reader.GetString(column);
                }

                command.Parameters[0].Value = reader.GetString(0).ToUpperInvariant();
                using SqliteDataReader row = command.ExecuteReader();
                if (row.Read() && Floor.Read(row) is not null)
                {
                    found++;
                }
            }

            Check(size, found);
        });
    }

    private static void Check(long expected, long count)
    {
        if (count != expected)
        {
            throw new InvalidOperationException($"{count} users were handled; {expected} were expected.");
        }
    }
}
