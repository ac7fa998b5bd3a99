using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace PermModule.Unit.Reliability;

/// <summary>A store that is replaced, taken away or given a second name is never written without its owner being told, and none takes what another left.</summary>
public sealed class StoreFileTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    public static TheoryData<string> OpenFiles => ["", "-wal", "-shm"];

    [Theory]
    [MemberData(nameof(OpenFiles))]
    public void What_is_removed_or_replaced_while_it_is_open_is_not_written(string suffix)
    {
        SkipOnWindows();
        string path = _test.Path + suffix;
        _test.AddUser("ann");
        string copy = _test.File("copy");
        File.Copy(path, copy);
        File.Delete(path);
        Assert.Equal("StoreReplaced", Assert.Throws<PermConflictException>(() => _test.AddUser("bob")).ErrorId);
        File.Move(copy, path);
        Assert.Equal("StoreReplaced", Assert.Throws<PermConflictException>(() => _test.AddUser("bob")).ErrorId);
        Assert.False(_test.Store.InTransaction);
    }

    [Fact]
    public void What_is_removed_while_a_transaction_is_open_is_not_committed()
    {
        SkipOnWindows();
        using PermTransaction transaction = _test.Store.BeginTransaction();
        _test.AddUser("ann");
        File.Move(_test.Path, _test.File("moved"));
        Assert.Equal("StoreReplaced", Assert.Throws<PermConflictException>(transaction.Commit).ErrorId);
        File.Move(_test.File("moved"), _test.Path);
        Assert.Equal(0, _test.Store.Summary.Users);
        _test.AddUser("bob");
    }

    [Fact]
    public async Task A_transaction_does_not_begin_on_a_store_that_was_taken_away_before()
    {
        SkipOnWindows();
        _test.AddUser("ann");
        File.Move(_test.Path, _test.File("moved"));
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal("StoreReplaced", Assert.Throws<PermConflictException>(() => _test.Store.BeginTransaction()).ErrorId);
        File.Move(_test.File("moved"), _test.Path);
        _test.AddUser("bob");
    }

    [Fact]
    public void A_store_with_two_names_is_not_written()
    {
        SkipOnWindows();
        string second = _test.File("second.db");
        Link(_test.Path, second);
        PermConflictException error = Assert.Throws<PermConflictException>(() => _test.AddUser("ann"));
        Assert.Equal(("StoreReplaced", ErrorDetail.SecondName), (error.ErrorId, error.Detail));
        Assert.Equal("InvalidPath", Assert.ThrowsAny<PermException>(() => _test.Store.Backup(second, overwrite: true)).ErrorId);
        File.Delete(second);
        _test.AddUser("ann");
    }

    [Fact]
    public void The_second_name_that_a_killed_replacement_left_is_taken_away()
    {
        SkipOnWindows();
        string left = _test.Path + ".replaced-20250102T030405678Z";
        string fresh = $"{_test.Path}.replaced-{DateTime.UtcNow:yyyyMMdd'T'HHmmssfff'Z'}";
        Link(_test.Path, left);
        _test.AddUser("ann");
        Assert.False(File.Exists(left));
        Link(_test.Path, fresh);
        Assert.Equal("StoreReplaced", Assert.Throws<PermConflictException>(() => _test.AddUser("bob")).ErrorId);
        Assert.True(File.Exists(fresh));
    }

    [Fact]
    public void A_store_in_use_is_not_replaced_and_one_that_is_not_is_kept()
    {
        Assert.Equal("StoreInUse", Assert.ThrowsAny<PermException>(() => PermStore.Create(_test.Path, _test.Options, overwrite: true)).ErrorId);
        _test.AddUser("ann");
        _test.Store.Dispose();
        using (PermStore created = PermStore.Create(_test.Path, _test.Options, overwrite: true))
        {
            Assert.Equal(0, created.Summary.Profiles);
            created.Profiles.Create("New");
        }

        string kept = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_test.Path)!, "perm.db.replaced-*"));
        using PermStore old = PermStore.Open(kept);
        Assert.Equal((1L, 3L), (old.Summary.Users, old.Summary.Profiles));
        old.Profiles.Create("Usable");
        _test.Reopen();
    }

    [Fact]
    public void Replacing_that_fails_leaves_the_store_that_was_there()
    {
        string path = _test.File(new string('x', 220) + ".db");
        _test.Store.Backup(_test.File("backup"));
        File.Copy(_test.File("backup"), path);
        Assert.Equal("FileUnavailable", Assert.ThrowsAny<PermException>(() => PermStore.Create(path, overwrite: true)).ErrorId);
        using PermStore there = PermStore.Open(path);
        Assert.Equal(3, there.Summary.Profiles);
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-journal")]
    public void A_journal_that_another_store_left_is_not_applied_to_a_new_one(string suffix)
    {
        string path = _test.File("new.db");
        File.WriteAllText(path + suffix, "left");
        Assert.Equal("FileAlreadyExists", Assert.ThrowsAny<PermException>(() => PermStore.Create(path)).ErrorId);
        Assert.False(File.Exists(path));
        using PermStore created = PermStore.Create(path, overwrite: true);
        Assert.All(created.Check(), check => Assert.True(check.IsPassed, check.Message));
        Assert.Equal("left", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!, "new.db.replaced-*"))));
    }

    [Theory]
    [InlineData("CREATE TRIGGER own AFTER INSERT ON users BEGIN UPDATE users SET is_active = 0; END")]
    [InlineData("ALTER TABLE users RENAME TO real_users; CREATE VIEW users AS SELECT * FROM real_users")]
    [InlineData("CREATE VIEW shown AS SELECT * FROM users")]
    [InlineData("DROP INDEX users_email_key")]
    [InlineData("DROP INDEX users_email_key; CREATE INDEX users_email_key ON users (email_key)")]
    [InlineData("CREATE UNIQUE INDEX one_only ON users (is_active)")]
    [InlineData("ALTER TABLE users ADD COLUMN shown TEXT AS ('x' || user_name) VIRTUAL")]
    [InlineData("CREATE TABLE extra (id INTEGER)")]
    [InlineData("DROP INDEX users_external_key; CREATE INDEX users_external_key ON users (upper(external_id)) WHERE external_id IS NOT NULL")]
    [InlineData("DROP INDEX users_email_key; CREATE UNIQUE INDEX users_email_key ON users (email_key) WHERE email_key IS NOT NULL AND is_active = 1")]
    [InlineData("DROP INDEX group_members_group; CREATE INDEX group_members_group ON group_members (group_id DESC, user_id)")]
    [InlineData("DROP TABLE role_members; CREATE TABLE role_members (role INTEGER NOT NULL, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, department TEXT, location TEXT, PRIMARY KEY (role, user_id)); CREATE INDEX role_members_user ON role_members (user_id)")]
    [InlineData("DROP TABLE portal_link; CREATE TABLE portal_link (id INTEGER PRIMARY KEY, portal TEXT NOT NULL)")]
    [InlineData("DROP TABLE portal_groups; CREATE TABLE portal_groups (group_id INTEGER PRIMARY KEY REFERENCES user_groups (id) ON DELETE CASCADE, external_key TEXT NOT NULL UNIQUE COLLATE NOCASE)")]
    [InlineData("ALTER TABLE rights RENAME COLUMN tier TO level")]
    [InlineData("CREATE VIRTUAL TABLE words USING fts5(word)")]
    [InlineData("PRAGMA user_version = 1")]
    [InlineData("DROP TABLE seat_contract; CREATE TABLE seat_contract (id INTEGER PRIMARY KEY, heavy TEXT, regular TEXT, light TEXT, enforcement, warning_percent, reactivation_delay_days)")]
    public void A_store_that_brings_its_own_code_or_shape_is_refused_at_open_and_restore_and_found_by_a_check(string sql)
    {
        string backup = _test.File("backup");
        _test.Store.Backup(backup);
        using (PermStore whole = PermStore.Open(backup))
        {
            Assert.All(whole.Check(), check => Assert.True(check.IsPassed, check.Message));
        }

        _test.Tamper(sql);
        Assert.Contains(_test.Store.Check(), check => check is { Name: "Schema", IsPassed: false });
        using SqliteLink link = SqliteLink.Open(backup, new PermStoreOptions());
        link.Script(sql);
        Assert.Equal("StoreCorrupt", Assert.Throws<PermCorruptException>(() => PermStore.Open(backup)).ErrorId);
        Assert.Equal("StoreCorrupt", Assert.Throws<PermCorruptException>(() => _test.Store.PrepareRestore(backup)).ErrorId);
        PermCorruptException error = Assert.Throws<PermCorruptException>(() => PermStore.Open(_test.Path));
        Assert.Equal(("StoreCorrupt", ErrorDetail.OtherSchema), (error.ErrorId, error.Detail));
    }

    [Fact]
    public void A_store_whose_text_sorts_by_other_bytes_is_refused()
    {
        string path = _test.File("wide.db");
        using (SqliteConnection connection = new($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"PRAGMA encoding = 'UTF-16le'; {string.Join(";\n", StoreSchema.All)}; PRAGMA user_version = {StoreSchema.All.Count}; PRAGMA application_id = {StoreMark.ApplicationId}";
            command.ExecuteNonQuery();
        }

        PermCorruptException error = Assert.Throws<PermCorruptException>(() => PermStore.Open(path));
        Assert.Equal(("StoreCorrupt", ErrorDetail.OtherSchema), (error.ErrorId, error.Detail));
        Assert.Contains("UTF-16le", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_that_SQLite_keeps_are_no_shape_of_their_own()
    {
        _test.Tamper("ANALYZE");
        _test.Reopen();
        Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Theory]
    [InlineData("UPDATE audit_events SET target_key = CAST(target_key AS BLOB) WHERE id = 1", "audit_events.target_key")]
    [InlineData("UPDATE audit_events SET correlation_id = CAST(correlation_id AS TEXT) WHERE id = 1", "audit_events.correlation_id")]
    [InlineData("UPDATE users SET user_name_key = CAST(user_name_key AS BLOB)", "users.user_name_key")]
    [InlineData("UPDATE users SET is_active = 'yes'", "users.is_active")]
    [InlineData("UPDATE users SET created_at = 1.5", "users.created_at")]
    public void A_value_of_another_type_is_found(string sql, string column)
    {
        _test.AddUser("ann");
        _test.Tamper(sql);
        StoreCheck check = Assert.Single(_test.Store.Check(), check => check.Name == "ColumnTypes");
        Assert.False(check.IsPassed);
        Assert.Contains(column, check.Message, StringComparison.Ordinal);
    }

    private static void SkipOnWindows()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps the name of an open file.");
        }
    }

    private static void Link(string path, string name)
    {
        using Process made = Process.Start("ln", [path, name]);
        made.WaitForExit();
    }
}
