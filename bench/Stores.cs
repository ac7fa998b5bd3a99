using System.Globalization;

namespace PermModule.Bench;

/// <summary>Filled stores by size, made once and copied for every measurement that writes.</summary>
internal sealed class Stores : IDisposable
{
    private const int Chunk = 50_000;

    private readonly Dictionary<int, string> _templates = [];
    private readonly Dictionary<int, string> _lean = [];
    private int _copies;

    public string Folder { get; } = Directory.CreateTempSubdirectory("perm-bench-").FullName;

    /// <summary>The path of a store with so many users, for reading only.</summary>
    public string Filled(int size)
    {
        if (!_templates.TryGetValue(size, out string? path))
        {
            path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"filled-{size}.db"));
            using PermStore store = Create(path);
            foreach (UserData[] people in People.Make(size).Chunk(Chunk))
            {
                store.Users.Create(people);
            }

            _templates.Add(size, path);
        }

        return path;
    }

    /// <summary>A copy of a store that the lean program filled with the same users.</summary>
    public string LeanCopy(int size)
    {
        if (!_lean.TryGetValue(size, out string? path))
        {
            path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"lean-{size}.db"));
            string csv = NewPath(".csv");
            People.WriteCsv(csv, size);
            using (Lean lean = new(path))
            {
                lean.Import(csv);
            }

            File.Delete(csv);
            _lean.Add(size, path);
        }

        return CopyOf(path);
    }

    /// <summary>A path for a new file.</summary>
    public string NewPath(string extension = ".db") => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{++_copies}{extension}"));

    /// <summary>A copy of a filled store, to be written to; removed by <see cref="Drop"/>.</summary>
    public string Copy(int size) => CopyOf(Filled(size));

    /// <summary>A copy of a closed store, to be written to; removed by <see cref="Drop"/>.</summary>
    public string CopyOf(string path)
    {
        string copy = NewPath();
        File.Copy(path, copy);
        return copy;
    }

    /// <summary>A new store with the three profiles and nobody in them.</summary>
    public string Empty()
    {
        string path = NewPath();
        Create(path).Dispose();
        return path;
    }

    public static PermStore Open(string path) => PermStore.Open(path, new PermStoreOptions { Actor = "bench" });

    public static void Drop(string path)
    {
        foreach (string file in new[] { path, path + "-wal", path + "-shm" })
        {
            File.Delete(file);
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static PermStore Create(string path)
    {
        PermStore store = PermStore.Create(path, new PermStoreOptions { Actor = "bench" });
        store.Profiles.Create(People.Admin, rights: ["asset-bank.asset.manage-brands"]);
        store.Profiles.Create(People.Editor, rights: ["asset-bank.asset-management.upload-assets"]);
        store.Profiles.Create(People.Viewer, rights: ["asset-bank.collections.create-collections"]);
        return store;
    }
}
