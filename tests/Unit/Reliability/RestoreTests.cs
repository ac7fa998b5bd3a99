using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace PermModule.Unit.Reliability;

public sealed class RestoreTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void The_store_is_as_in_the_backup_and_the_old_one_is_kept()
    {
        _test.AddUser("ann");
        string backup = Backup();
        _test.AddUser("bob");
        (long lastEvent, string hash) = BackupTests.Head(Store);

        using StoreRestore restore = StoreRestore.Prepare(backup, _test.Path, _test.Options);
        using PermStore restored = PermStore.Restore(restore);

        Assert.Equal(["ann"], Names(restored));
        Assert.All(restored.Check(), check => Assert.True(check.IsPassed, check.Message));
        using (PermStore kept = PermStore.Open(restore.KeptAs!))
        {
            Assert.Equal(["ann", "bob"], Names(kept));
        }

        using Statement reader = restored.Session.Query("SELECT action, before FROM audit_events ORDER BY id DESC LIMIT 1");
        Assert.True(reader.Next());
        Assert.Equal("StoreRestored", reader.Text(0));
        Assert.Equal($$"""{"LastId":{{lastEvent}},"Hash":"{{hash}}"}""", reader.Text(1));
    }

    [Fact]
    public void Whoever_has_the_store_open_goes_on_with_the_restored_one()
    {
        PermUser ann = _test.AddUser("ann", "Editor");
        string backup = Backup();
        _test.AddUser("zoe");
        PermUser bob = _test.AddUser("bob");
        Store.Profiles.Grant("Editor", ["asset-bank.asset.manage-brands"]);
        Assert.Equal(Tier.Heavy, Store.Users.Get("ann").Tier);

        Restore(backup);
        Assert.Equal(Tier.Regular, Store.Users.Get("ann").Tier);
        _test.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_test.AddUser("carl").Id > bob.Id);
        Assert.Equal("UserNotFound", Assert.Throws<PermNotFoundException>(() => Store.Users.Update(UserReference.To(bob), new UserData { Department = "X" })).ErrorId);
        Store.Users.Update(UserReference.To(ann), new UserData { Department = "X" });
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(65536)]
    public void A_backup_with_pages_of_another_size_takes_the_place_of_a_store_in_use(int size)
    {
        PermUser ann = _test.AddUser("ann");
        string backup = Backup();
        using (SqliteConnection connection = new($"Data Source={backup};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"PRAGMA page_size = {size}; VACUUM";
            command.ExecuteNonQuery();
        }

        _test.AddUser("bob");
        Restore(backup);
        Assert.Equal(["ann"], Names(Store));
        Store.Users.Update(UserReference.To(ann), new UserData { Department = "X" });
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void No_id_given_before_a_restore_is_given_after_it()
    {
        string backup = Backup();
        HashSet<long> before = Make("old");
        Restore(backup);
        Assert.Empty(before.Intersect(Make("new")));

        HashSet<long> Make(string name)
        {
            PermUser user = _test.AddUser(name, "Admin");
            PermProfile profile = Store.Profiles.Create(name);
            PermGroup group = Store.Groups.Create(name);
            WaitingRoomItem request = Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.To(user), Assets = [name], Reason = "test" });
            return [user.Id, profile.Id, group.Id, request.Id];
        }
    }

    [Fact]
    public void What_was_read_before_a_restore_is_never_taken_for_something_else()
    {
        string backup = Backup();
        PermUser user = _test.AddUser("old", "Admin");
        PermProfile profile = Store.Profiles.Create("Old");
        PermGroup group = Store.Groups.Create("Old");
        WaitingRoomItem request = Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Upload, Requester = UserReference.To(_test.AddUser("asker", "Editor")), Assets = ["a"], ForApproval = true });
        Restore(backup);
        for (int i = 0; i < 10; i++)
        {
            _test.AddUser("new" + i, "Admin");
            Store.Profiles.Create("New" + i);
            Store.Groups.Create("New" + i);
            Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("new" + i), Assets = ["n" + i], Reason = "test" });
        }

        Assert.Equal("UserNotFound", Id(() => Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.To(user))])[0]));
        Assert.Equal("UserNotFound", Id(() => Store.Groups.AddMembers([new Membership("New1", UserReference.To(user))])[0]));
        Assert.Equal("GroupNotFound", Assert.Throws<PermNotFoundException>(() => Store.Groups.Remove(group)).ErrorId);
        Assert.Equal("ProfileNotFound", Assert.Throws<PermNotFoundException>(() => Store.Profiles.Remove(profile)).ErrorId);
        Assert.Equal("WaitingRoomItemNotFound", Assert.Throws<PermNotFoundException>(() => Store.WaitingRoom.Get(request.Id)).ErrorId);
        Assert.Equal("WaitingRoomItemNotFound", Store.WaitingRoom.Decide([new WaitingRoomDecision { Item = WaitingRoomReference.To(request), Auditor = UserReference.ByName("new1"), IsApproved = true }])[0].Error?.ErrorId);
        Assert.Equal("WaitingRoomItemNotFound", Store.WaitingRoom.Remove([WaitingRoomReference.To(request)])[0].Error?.ErrorId);

        static string? Id<T>(Func<BatchItem<T>> change)
            where T : class => change().Error?.ErrorId;
    }

    [Fact]
    public void A_session_that_acts_as_a_user_who_is_gone_after_a_restore_acts_as_nobody_else()
    {
        string backup = Backup();
        Store.Profiles.Create("Managers", rights: ["asset-bank.users-and-permissions.manage-users"]);
        _test.AddUser("boss", "Managers");
        using PermStore acting = PermStore.Open(_test.Path, _test.Options with { ActingUser = "boss" });
        acting.Users.Create(new UserData { UserName = "made", Profile = "Managers" });
        Restore(backup);
        Store.Profiles.Create("Managers", rights: ["asset-bank.users-and-permissions.manage-users"]);
        for (int i = 0; i < 10; i++)
        {
            _test.AddUser("other" + i, "Managers");
        }

        Assert.Equal("NotPermitted", Assert.Throws<PermNotPermittedException>(() => acting.Users.Create(new UserData { UserName = "more", Profile = "Managers" })).ErrorId);
    }

    [Fact]
    public void A_store_that_cannot_be_read_at_all_is_replaced_and_kept()
    {
        _test.AddUser("ann");
        string backup = Backup();
        Store.Dispose();
        File.WriteAllText(_test.Path, "this was a store once");
        File.WriteAllText(_test.Path + "-wal", "and this its journal");

        using StoreRestore restore = StoreRestore.Prepare(backup, _test.Path, _test.Options);
        using PermStore restored = PermStore.Restore(restore);

        Assert.Equal(["ann"], Names(restored));
        Assert.Equal("this was a store once", File.ReadAllText(restore.KeptAs!));
    }

    [Fact]
    public void A_damaged_store_is_replaced_and_kept()
    {
        Store.Users.Create([.. Enumerable.Range(0, 200).Select(i => new UserData { UserName = $"user{i}" })]);
        string backup = Backup();
        Store.Dispose();
        BackupTests.Damage(_test.Path);

        using StoreRestore restore = StoreRestore.Prepare(backup, _test.Path, _test.Options);
        using PermStore restored = PermStore.Restore(restore);

        Assert.All(restored.Check(), check => Assert.True(check.IsPassed, check.Message));
        Assert.Equal(200, restored.Summary.Users);
        Assert.True(File.Exists(restore.KeptAs));
    }

    [Fact]
    public void A_store_that_is_gone_is_made_again()
    {
        _test.AddUser("ann");
        string backup = Backup();
        using StoreRestore restore = StoreRestore.Prepare(backup, _test.File("new.db"));
        using PermStore restored = PermStore.Restore(restore);

        Assert.Equal(["ann"], Names(restored));
        Assert.Null(restore.KeptAs);
    }

    public static TheoryData<string> Damages => ["text", "empty", "cut", "flipped", "foreign", "chain", "seats", "newer"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void What_fails_its_check_replaces_nothing(string damage)
    {
        Store.Users.Create([.. Enumerable.Range(0, 200).Select(i => new UserData { UserName = $"user{i}" })]);
        string backup = Backup();
        switch (damage)
        {
            case "text":
                File.WriteAllText(backup, "not a store");
                break;
            case "empty":
                File.WriteAllText(backup, "");
                break;
            case "cut":
                using (FileStream file = new(backup, FileMode.Open))
                {
                    file.SetLength(file.Length / 2);
                }

                break;
            case "flipped":
                BackupTests.Damage(backup);
                break;
            default:
                Run(backup, damage switch
                {
                    "foreign" => "PRAGMA application_id = 1",
                    "chain" => "UPDATE audit_events SET actor = 'nobody' WHERE id = 5",
                    "seats" => "UPDATE profiles SET active_users = active_users + 1",
                    _ => "PRAGMA user_version = 999",
                });
                break;
        }

        byte[] before = File.ReadAllBytes(backup);
        PermCorruptException error = Assert.Throws<PermCorruptException>(() => StoreRestore.Prepare(backup, _test.Path, _test.Options));

        Assert.Equal(damage == "newer" ? "StoreTooNew" : "StoreCorrupt", error.ErrorId);
        Assert.Equal(backup, error.Target);
        Assert.Equal(200, Store.Summary.Users);
        Assert.Equal(before, File.ReadAllBytes(backup));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_test.Path)!, "*.partial*"));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_test.Path)!, "*.replaced*"));
    }

    [Fact]
    public void Nobody_restores_in_the_name_of_a_user_or_over_a_store_opened_for_reading()
    {
        _test.AddUser("ann", "Admin");
        string backup = Store.Backup(_test.File("b.db")).FullName;
        byte[] before = File.ReadAllBytes(_test.Path);
        Assert.Equal("NotPermitted", Assert.Throws<PermNotPermittedException>(() => StoreRestore.Prepare(backup, _test.Path, _test.Options with { ActingUser = "ann" })).ErrorId);
        Assert.Equal("StoreReadOnly", Assert.Throws<PermNotPermittedException>(() => StoreRestore.Prepare(backup, _test.Path, _test.Options with { IsReadOnly = true })).ErrorId);
        Assert.Equal(before, File.ReadAllBytes(_test.Path));
    }

    [Fact]
    public void A_backup_that_is_not_there_or_is_the_store_itself_is_refused()
    {
        Assert.Equal("BackupNotFound", Assert.Throws<PermNotFoundException>(() => StoreRestore.Prepare(_test.File("none"), _test.Path)).ErrorId);
        Assert.Equal("InvalidPath", Assert.Throws<PermInvalidInputException>(() => StoreRestore.Prepare(_test.Path, _test.Path)).ErrorId);
        string backup = Backup();
        Assert.Equal("StoreReadOnly", Assert.Throws<PermNotPermittedException>(() => StoreRestore.Prepare(backup, _test.Path, _test.Options with { IsReadOnly = true })).ErrorId);
    }

    [Fact]
    public async Task Nothing_that_others_write_meanwhile_falls_between_the_old_store_and_the_new()
    {
        _test.AddUser("ann");
        string backup = Backup();
        using CancellationTokenSource stop = new();
        ConcurrentQueue<string> acknowledged = [];
        Task writer = Task.Run(() =>
        {
            using PermStore store = Store.OpenAgain();
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                acknowledged.Enqueue(store.Users.Create(new UserData { UserName = $"w{i}" }).UserName);
            }
        });
        List<string> kept = [];
        for (int i = 0; i < 10; i++)
        {
            int before = acknowledged.Count;
            while (acknowledged.Count < before + 2 && !writer.IsCompleted)
            {
                Thread.Sleep(1);
            }

            kept.Add(Restore(backup));
        }

        await stop.CancelAsync();
        await writer;
        HashSet<string> found = [.. Names(Store)];
        foreach (string path in kept)
        {
            using PermStore old = PermStore.Open(path);
            Assert.All(old.Check(), check => Assert.True(check.IsPassed, check.Message));
            found.UnionWith(Names(old));
        }

        Assert.True(acknowledged.Count >= 20);
        Assert.Empty(acknowledged.Except(found));
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    private static IEnumerable<string> Names(PermStore store) => store.Users.Find().Select(user => user.UserName);

    private static void Run(string path, string sql)
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private string Backup() => Store.Backup(_test.File("backup.db")).FullName;

    private string Restore(string backup)
    {
        using StoreRestore restore = StoreRestore.Prepare(backup, _test.Path, _test.Options);
        PermStore.Restore(restore).Dispose();
        return restore.KeptAs!;
    }
}
