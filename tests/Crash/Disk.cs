namespace PermModule.Crash;

/// <summary>What happens when the disk refuses.</summary>
internal static class Disk
{
    /// <summary>Writes users until the disk refuses, then frees room and goes on; says what was refused and whether all is as acknowledged.</summary>
    public static int Fill(string path, string filler)
    {
        PermStore store = File.Exists(path) ? PermStore.Open(path) : Workload.CreateStore(path);
        int acknowledged = 0;
        string? refused = null;
        for (int i = 0; refused is null && i < 2_000; i++)
        {
            try
            {
                store.Users.Create([.. Enumerable.Range(0, 50).Select(n => new UserData { UserName = $"fill{i}-{n}", Department = new string('x', 200) })]);
                acknowledged += 50;
            }
            catch (PermException error)
            {
                refused = error.ErrorId;
            }
        }

        Console.WriteLine($"refused {refused ?? "nothing"}");
        Console.WriteLine($"same session {Same(store, acknowledged)}");
        File.Delete(filler);
        store.Users.Create(new UserData { UserName = "afterwards" });
        Console.WriteLine($"usable {Same(store, acknowledged + 1)}");
        store.Dispose();
        using PermStore again = PermStore.Open(path);
        Console.WriteLine($"reopened {Same(again, acknowledged + 1)}");
        return 0;
    }

    private static bool Same(PermStore store, int users) =>
        store.Users.Find().Count() == users && store.Summary.Users == users && store.Check().All(check => check.IsPassed);
}
