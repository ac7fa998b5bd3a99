using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace PermModule.Unit;

/// <summary>A real store in a folder of its own, or in a schema of its own on a server, with a clock that the test moves.</summary>
public sealed partial class TestStore : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-").FullName;
    private readonly SpareStore? _spare;

    public TestStore()
    {
        IsOnServer = OnPostgresAttribute.IsOn;
        _spare = IsOnServer ? SpareStores.Take() : null;
        Path = _spare?.Url ?? (IsOnServer ? PostgresServer.NewStore() : System.IO.Path.Combine(_folder, "perm.db"));
        Store = _spare is null ? PermStore.Create(Path, Options) : PermStore.Open(Path, Options);
        if (IsOnServer)
        {
            _spare ??= new SpareStore(Path);
        }
    }

    /// <summary>True where the store is not a file.</summary>
    public bool IsOnServer { get; }

    public TestClock Clock { get; } = new();

    public PermStore Store { get; private set; }

    public string Path { get; }

    public PermStoreOptions Options => new() { Actor = "tester", Time = Clock };

    /// <summary>A path in the folder of the store.</summary>
    public string File(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>A path beside a store; for one on a server, in the temporary folder.</summary>
    public static string Beside(PermStore store, string suffix) =>
        (System.IO.File.Exists(store.Path) ? store.Path : System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetFileName(store.Path))) + suffix;

    /// <summary>Closes the store and opens it again.</summary>
    public void Reopen()
    {
        Store.Dispose();
        Store = PermStore.Open(Path, Options);
    }

    /// <summary>Runs SQL behind the store's back, through a connection of its own.</summary>
    public int Tamper(string sql)
    {
        if (IsOnServer)
        {
            return PostgresServer.Run(Path, RandomBlob().Replace(Blob().Replace(sql, @"'\x${hex}'"), "decode(repeat('5a', ${length}), 'hex')").Replace("zeroblob(32)", @"'\x" + new string('0', 64) + "'", StringComparison.Ordinal));
        }

        using SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>Skips a test that is about the file of a store.</summary>
    public void NeedsFile() => Assert.SkipWhen(IsOnServer, "About the file of a store.");

    /// <summary>Adds profiles of the three tiers: Admin (Heavy), Editor (Regular) and Viewer (Light, the default).</summary>
    public TestStore WithProfiles()
    {
        Store.Profiles.Create("Admin", rights: ["asset-bank.asset.manage-brands"]);
        Store.Profiles.Create("Editor", rights: ["asset-bank.asset-management.upload-assets"]);
        Store.Profiles.Create("Viewer", rights: ["asset-bank.collections.create-collections"], isDefault: true);
        return this;
    }

    /// <summary>Adds an active user.</summary>
    public PermUser AddUser(string name, string? profile = null) =>
        Store.Users.Create(new UserData { UserName = name, Email = name + "@example.com", Profile = profile });

    public void Dispose()
    {
        Store.Dispose();
        if (IsOnServer)
        {
            SpareStores.Return(_spare!);
            foreach (string file in Directory.GetFiles(System.IO.Path.GetTempPath(), PostgresServer.SchemaOf(Path) + ".*"))
            {
                System.IO.File.Delete(file);
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"randomblob\((?<length>\d+)\)", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex RandomBlob();

    [GeneratedRegex("x'(?<hex>[0-9a-f]*)'", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Blob();
}
