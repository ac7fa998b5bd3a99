namespace PermModule.Crash;

/// <summary>
/// An endless series of changes that depends on its seed alone, with what the store must hold after each:
/// so that whoever kills the process that makes them knows what must be there afterwards.
/// </summary>
internal sealed class Workload(int seed)
{
    public static readonly string[] Profiles = ["Admin", "Editor", "Viewer"];

    /// <summary>A schema of five more versions, each of which takes its time over many users.</summary>
    public static readonly string[] NextSchema = [.. StoreSchema.All, .. Enumerable.Range(1, 5).Select(i => $"CREATE TABLE next_{i} AS SELECT * FROM users; CREATE INDEX next_{i}_key ON next_{i} (user_name_key)")];

    private readonly Random _random = new(seed);
    private readonly List<string> _names = [];

    /// <summary>Each user with profile and whether active, as the store must hold them.</summary>
    public SortedDictionary<string, (string Profile, bool IsActive)> Users { get; } = new(StringComparer.Ordinal);

    /// <summary>How many changes were decided.</summary>
    public int Count { get; private set; }

    public static PermStore CreateStore(string path)
    {
        PermStore store = PermStore.Create(path);
        store.Profiles.Create("Admin", rights: ["asset-bank.asset.manage-brands"]);
        store.Profiles.Create("Editor", rights: ["asset-bank.asset-management.upload-assets"]);
        store.Profiles.Create("Viewer", rights: ["asset-bank.collections.create-collections"], isDefault: true);
        return store;
    }

    /// <summary>What a store holds, to be compared with <see cref="Users"/>.</summary>
    public static SortedDictionary<string, (string Profile, bool IsActive)> Read(PermStore store)
    {
        SortedDictionary<string, (string Profile, bool IsActive)> users = new(StringComparer.Ordinal);
        foreach (PermUser user in store.Users.Find())
        {
            users.Add(user.UserName, (user.ProfileName, user.IsActive));
        }

        return users;
    }

    /// <summary>Decides the next change, and takes it for done in <see cref="Users"/>.</summary>
    public Action<PermStore> Next()
    {
        int step = Count++;
        int kind = _random.Next(10);
        if (_names.Count < 50 || kind < 4)
        {
            int count = _random.Next(3) switch { 0 => 1, 1 => 20, _ => 500 };
            UserData[] users = [.. Enumerable.Range(0, count).Select(i => new UserData { UserName = $"u{step}-{i}", Email = $"u{step}-{i}@example.com", Profile = Pick(Profiles) })];
            foreach (UserData user in users)
            {
                _names.Add(user.UserName!);
                Users.Add(user.UserName!, (user.Profile!, true));
            }

            return kind % 2 == 0 ? store => Done(store.Users.Create(users)) : store => InTransaction(store, step, users);
        }

        string[] chosen = [.. Enumerable.Range(0, _random.Next(1, 40)).Select(_ => Pick(_names)).Distinct(StringComparer.Ordinal)];
        UserReference[] references = [.. chosen.Select(UserReference.ByName)];
        switch (kind)
        {
            case < 6:
                string profile = Pick(Profiles);
                Array.ForEach(chosen, name => Users[name] = (profile, Users[name].IsActive));
                return store => Done(store.Users.Update([.. references.Select(user => new UserChange(user, new UserData { Profile = profile }))]));
            case < 9:
                bool isActive = _random.Next(2) == 0;
                Array.ForEach(chosen, name => Users[name] = (Users[name].Profile, isActive));
                return store => Done(store.Users.Update([.. references.Select(user => new UserChange(user, new UserData { IsActive = isActive }))]));
            default:
                Array.ForEach(chosen, name => Users.Remove(name));
                _names.RemoveAll(name => !Users.ContainsKey(name));
                return store => Done(store.Users.Remove(references));
        }
    }

    /// <summary>Several changes that count as one.</summary>
    private static void InTransaction(PermStore store, int step, UserData[] users)
    {
        using PermTransaction transaction = store.BeginTransaction();
        store.Profiles.Create($"Profile {step}");
        Done(store.Users.Create(users[..(users.Length / 2)]));
        Done(store.Users.Create(users[(users.Length / 2)..]));
        transaction.Commit();
    }

    private static void Done(IReadOnlyList<BatchItem<PermUser>> items)
    {
        foreach (BatchItem<PermUser> item in items)
        {
            if (item.Error is not null)
            {
                throw item.Error;
            }
        }
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
