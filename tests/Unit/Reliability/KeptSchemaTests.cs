using System.Globalization;

namespace PermModule.Unit.Reliability;

/// <summary>A small store of every schema version is kept and must open in the newest module with all that is in it.</summary>
public sealed class KeptSchemaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-").FullName;

    public static TheoryData<int> Versions => [.. Enumerable.Range(1, StoreSchema.All.Count)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_store_of_every_version_opens_with_all_that_is_in_it(int version)
    {
        string path = Path.Combine(_folder, "perm.db");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", string.Create(CultureInfo.InvariantCulture, $"schema-v{version}.db")), path);
        using PermStore store = PermStore.Open(path);
        Assert.Equal(StoreSchema.All.Count, store.SchemaVersion);
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.Message));
        Assert.Equal(["ann", "bob"], store.Users.Find().Select(user => user.UserName));
        Assert.Equal(["Team"], store.Users.Get("ann").Groups);
        Assert.Equal(5, store.Seats.Contract.Heavy);
        Assert.Equal(1, store.Summary.PendingRequests);
        Assert.Equal("ann", store.ContentWorkflow.GetOwner()?.UserName);
        store.Users.Create(new UserData { UserName = "cid" });
    }
}
