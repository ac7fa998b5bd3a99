using CsvHelper;
using Microsoft.Data.Sqlite;

namespace PermModule.Bench.Suites;

/// <summary>Importing a file: into an empty store, and again when nothing in it has changed.</summary>
internal static class ImportSuite
{
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
                1.4,
                "bare prepared inserts of the same columns, indexes and audit chain, in one transaction",
                () => Create(stores, csv, size),
                () => Bare(stores, size));
            foreach (ImportMode mode in new[] { ImportMode.Upsert, ImportMode.Sync })
            {
                runner.Compare(
                    again + mode,
                    size,
                    "us/user",
                    1.3,
                    "reading the file plus one look-up by the name index a row",
                    () => Again(stores.Filled(size), csv, size, mode),
                    () => ReadAndLookUp(stores.Filled(size), csv, size));
            }

            File.Delete(csv);
        }
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

    private static double Bare(Stores stores, int size)
    {
        string path = stores.Empty();
        UserData[] people = [.. People.Make(size)];
        double time = Runner.Time(size, () => Floor.Insert(path, people));
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
