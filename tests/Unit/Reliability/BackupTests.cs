namespace PermModule.Unit.Reliability;

public sealed class BackupTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_backup_holds_the_store_as_it_is_and_needs_nothing_beside_it()
    {
        _test.AddUser("ann");
        FileInfo backup = Store.Backup(_test.File("b.db"));
        _test.AddUser("bob");

        using PermStore copy = PermStore.Open(backup.FullName);
        Assert.Equal(["ann"], copy.Users.Find().Select(user => user.UserName));
        Assert.All(copy.Check(), check => Assert.True(check.IsPassed, check.Message));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_test.Path)!, "*.partial*"));
    }

    [Fact]
    public void Only_the_owner_can_read_a_store_its_journal_and_its_backup()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes; files take the folder's access list.");
        _test.AddUser("ann");
        string backup = Store.Backup(_test.File("b.db")).FullName;
        string kept;
        using (StoreRestore restore = StoreRestore.Prepare(backup, _test.Path, _test.Options))
        {
            PermStore.Restore(restore).Dispose();
            kept = restore.KeptAs!;
        }

        foreach (string file in new[] { _test.Path, _test.Path + "-wal", _test.Path + "-shm", backup, kept })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file).UnixFileMode);
        }
    }

    [Fact]
    public void The_folder_that_a_new_store_needs_is_for_its_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes; folders take their parent's access list.");
        PermStore.Create(Path.Combine(_test.File("new"), "perm.db")).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(_test.File("new")).UnixFileMode);
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_on_request()
    {
        string path = _test.File("b.db");
        File.WriteAllText(path, "mine");

        Assert.Equal("FileAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => Store.Backup(path)).ErrorId);
        Assert.Equal("mine", File.ReadAllText(path));
        Store.Backup(path, overwrite: true);
        PermStore.Open(path).Dispose();
    }

    [Fact]
    public void A_link_is_never_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        string target = _test.File("target");
        string link = _test.File("link.db");
        File.WriteAllText(target, "mine");
        File.CreateSymbolicLink(link, target);

        Assert.Equal("NotAFile", Assert.Throws<PermInvalidInputException>(() => Store.Backup(link, overwrite: true)).ErrorId);
        Assert.Equal("mine", File.ReadAllText(target));
    }

    [Fact]
    public void A_store_in_use_is_no_place_for_a_backup()
    {
        using PermStore other = PermStore.Create(_test.File("other.db"));

        Assert.Equal("StoreInUse", Assert.Throws<PermBusyException>(() => Store.Backup(other.Path, overwrite: true)).ErrorId);
        Assert.Equal("InvalidPath", Assert.Throws<PermInvalidInputException>(() => Store.Backup(_test.Path, overwrite: true)).ErrorId);
    }

    [Fact]
    public void A_backup_replaces_an_earlier_one_and_no_other_store()
    {
        string path = _test.File("b.db");
        Store.Backup(path);
        _test.AddUser("ann");
        Store.Backup(path, overwrite: true);
        using (PermStore backup = PermStore.Open(path))
        {
            Assert.Equal(1, backup.Summary.Users);
        }

        string other = _test.File("other.db");
        PermStore.Create(other).Dispose();
        byte[] before = File.ReadAllBytes(other);
        Assert.Equal("InvalidPath", Assert.Throws<PermInvalidInputException>(() => Store.Backup(other, overwrite: true)).ErrorId);
        Assert.Equal(before, File.ReadAllBytes(other));
    }

    [Fact]
    public void What_is_not_committed_is_in_no_backup()
    {
        using (Store.BeginTransaction())
        {
            Assert.Equal("TransactionAlreadyOpen", Assert.Throws<PermConflictException>(() => Store.Backup(_test.File("b.db"))).ErrorId);
        }
    }

    [Fact]
    public void A_damaged_store_yields_no_backup_that_looks_good()
    {
        Store.Users.Create([.. Enumerable.Range(0, 200).Select(i => new UserData { UserName = $"user{i}" })]);
        Store.Dispose();
        Damage(_test.Path);
        using PermStore damaged = PermStore.Open(_test.Path);

        Assert.Equal("StoreCorrupt", Assert.Throws<PermCorruptException>(() => damaged.Backup(_test.File("b.db"))).ErrorId);
        Assert.False(File.Exists(_test.File("b.db")));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_test.Path)!, "*.partial*"));
    }

    [Fact]
    public void A_broken_trail_is_told_and_saved_all_the_same()
    {
        _test.Tamper("UPDATE audit_events SET actor = 'nobody' WHERE id = 2");

        Store.Backup(_test.File("b.db"));

        Assert.Contains(Store.TakeWarnings(), warning => warning.Id == WarningId.BackupFailsCheck && warning.Message.Contains("AuditChain", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backup_made_while_others_write_is_a_state_that_was()
    {
        using CancellationTokenSource stop = new();
        Task writer = Task.Run(() =>
        {
            using PermStore store = Store.OpenAgain();
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                store.Users.Create([.. Enumerable.Range(0, 20).Select(n => new UserData { UserName = $"w{i}-{n}" })]);
            }
        });
        List<string> backups = [];
        for (int i = 0; i < 5; i++)
        {
            backups.Add(Store.Backup(_test.File($"b{i}.db")).FullName);
        }

        await stop.CancelAsync();
        await writer;
        foreach (string path in backups)
        {
            using PermStore backup = PermStore.Open(path);
            Assert.All(backup.Check(), check => Assert.True(check.IsPassed, check.Message));
            (long id, string hash) = Head(backup);
            Assert.Equal(hash, HashOf(Store, id));
            Assert.Equal(0, backup.Summary.Users % 20);
        }
    }

    internal static (long Id, string Hash) Head(PermStore store)
    {
        long id = store.Session.Version();
        return (id, HashOf(store, id));
    }

    internal static string HashOf(PermStore store, long id)
    {
        using Statement reader = store.Session.Query("SELECT hash FROM audit_events WHERE id = $1", id);
        return reader.Next() ? Convert.ToHexString(reader.Bytes(0)) : "";
    }

    /// <summary>Overwrites the last pages of a closed file, where its rows are.</summary>
    internal static void Damage(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
        byte[] junk = new byte[4096];
        Array.Fill(junk, (byte)0xAA);
        for (long page = (file.Length / 4096) - 10; page < file.Length / 4096; page++)
        {
            file.Position = page * 4096;
            file.Write(junk);
        }
    }
}
