using Microsoft.Data.Sqlite;

namespace PermModule.Unit;

/// <summary>A real store in a folder of its own, with a clock that the test moves.</summary>
public sealed class TestStore : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-").FullName;

    public TestStore()
    {
        Store = PermStore.Create(Path, Options);
    }

    public TestClock Clock { get; } = new();

    public PermStore Store { get; private set; }

    public string Path => System.IO.Path.Combine(_folder, "perm.db");

    public PermStoreOptions Options => new() { Actor = "tester", Time = Clock };

    /// <summary>A path in the folder of the store.</summary>
    public string File(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>Closes the store and opens it again.</summary>
    public void Reopen()
    {
        Store.Dispose();
        Store = PermStore.Open(Path, Options);
    }

    /// <summary>Runs SQL behind the store's back, through a connection of its own.</summary>
    public int Tamper(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

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
        Directory.Delete(_folder, recursive: true);
    }
}
