namespace PermModule.Unit.Reliability;

/// <summary>Migrations, tried with versions that do not exist yet.</summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly string[] Next = [.. StoreSchema.All, "CREATE TABLE next_one (id INTEGER PRIMARY KEY)", "CREATE TABLE next_two (id INTEGER PRIMARY KEY)"];

    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void An_older_store_is_brought_up_version_by_version_after_a_backup()
    {
        _test.AddUser("ann");
        using (PermStore store = PermStore.Open(_test.Path, _test.Options with { Schema = Next }))
        {
            Assert.Equal(Next.Length, store.SchemaVersion);
            Assert.Equal(["ann"], store.Users.Find().Select(user => user.UserName));
            Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.Message));
        }

        using PermStore backup = PermStore.Open($"{_test.Path}.v{StoreSchema.All.Count}.bak");
        Assert.Equal(StoreSchema.All.Count, backup.SchemaVersion);
        Assert.Equal(1, backup.Summary.Users);
    }

    [Fact]
    public void A_migration_that_fails_leaves_what_was_and_goes_on_from_there()
    {
        string[] failing = [.. StoreSchema.All, Next[^2], "CREATE TABLE next_two (id INTEGER PRIMARY KEY); CREATE TABLE next_two (id INTEGER PRIMARY KEY)"];
        _test.AddUser("ann");
        Assert.Equal("StoreRefused", Assert.Throws<PermConflictException>(() => PermStore.Open(_test.Path, _test.Options with { Schema = failing })).ErrorId);

        using PermStore store = PermStore.Open(_test.Path, _test.Options with { Schema = Next });
        Assert.Equal(Next.Length, store.SchemaVersion);
        Assert.Equal(1, store.Summary.Users);
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.Message));
        Assert.Equal(2, store.Session.Scalar("SELECT COUNT(*) FROM audit_events WHERE action = 'StoreMigrated'"));
    }

    [Fact]
    public void A_newer_store_is_refused_and_left_as_it_is()
    {
        _test.Tamper("PRAGMA user_version = 999");
        _test.Store.Dispose();
        byte[] before = File.ReadAllBytes(_test.Path);

        Assert.Equal("StoreTooNew", Assert.Throws<PermCorruptException>(() => PermStore.Open(_test.Path)).ErrorId);
        Assert.Equal("StoreTooNew", Assert.Throws<PermCorruptException>(() => PermStore.Open(_test.Path, new PermStoreOptions { IsReadOnly = true })).ErrorId);
        Assert.Equal(before, File.ReadAllBytes(_test.Path));
    }

    [Fact]
    public void A_read_only_store_is_not_migrated()
    {
        PermStoreOptions options = _test.Options with { Schema = Next, IsReadOnly = true };
        Assert.Equal("StoreReadOnly", Assert.Throws<PermNotPermittedException>(() => PermStore.Open(_test.Path, options)).ErrorId);
        Assert.False(File.Exists($"{_test.Path}.v{StoreSchema.All.Count}.bak"));
    }

    [Fact]
    public void Several_at_once_migrate_once()
    {
        _test.AddUser("ann");
        Parallel.For(0, 4, _ => PermStore.Open(_test.Path, _test.Options with { Schema = Next }).Dispose());

        using PermStore store = PermStore.Open(_test.Path, _test.Options with { Schema = Next });
        Assert.Equal(2, store.Session.Scalar("SELECT COUNT(*) FROM audit_events WHERE action = 'StoreMigrated'"));
        using PermStore backup = PermStore.Open($"{_test.Path}.v{StoreSchema.All.Count}.bak");
        Assert.Equal(StoreSchema.All.Count, backup.SchemaVersion);
    }

    [Fact]
    public void A_backup_of_an_older_version_is_restored_and_migrated()
    {
        _test.AddUser("ann");
        string backup = _test.Store.Backup(_test.File("old.db")).FullName;
        byte[] before = File.ReadAllBytes(backup);
        using StoreRestore restore = StoreRestore.Prepare(backup, _test.Path, _test.Options with { Schema = Next });
        using PermStore store = PermStore.Restore(restore);

        Assert.Equal(Next.Length, store.SchemaVersion);
        Assert.Equal(1, store.Summary.Users);
        Assert.Equal(before, File.ReadAllBytes(backup));
    }
}
