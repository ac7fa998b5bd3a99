using System.Globalization;
using Npgsql;
using PermModule.Storage.Postgres;

namespace PermModule.Unit.Storage;

/// <summary>What only a store on a server has: connecting, other hosts, and moving between engines.</summary>
[OnPostgres]
public sealed class PostgresStoreTests : IDisposable
{
    private const int Seats = 40;
    private const string Found = "SELECT COUNT(*) FROM audit_events e WHERE CAST(e AS TEXT) ILIKE '%zzann%'";

    private readonly TestStore _test = new TestStore().WithProfiles();

    private static PermRight Right => RightCatalogue.Default.Find("asset-bank.collections.create-collections")!;

    private PermStore Store => _test.Store;

    private string Schema => PostgresServer.SchemaOf(_test.Path);

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_store_says_where_it_is()
    {
        Assert.Equal("PostgreSQL", Store.Engine);
        Assert.EndsWith("/" + Schema, Store.Location, StringComparison.Ordinal);
        Assert.InRange(Store.RoundTripMilliseconds!.Value, double.Epsilon, 10_000);
        Assert.True(Store.SizeBytes > 0);
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.ToString()));
    }

    [Fact]
    public void A_schema_may_be_a_word_of_the_language()
    {
        string url = PostgresServer.Url + "schema=order";
        using (PermStore store = PermStore.Create(url, _test.Options))
        {
            store.Profiles.Create("Viewer", isDefault: true);
            store.Users.Create([.. Enumerable.Range(0, 30).Select(i => new UserData { UserName = string.Create(CultureInfo.InvariantCulture, $"u{i}") })]);
            store.Users.Remove([UserReference.ByName("u1")]);
            store.Erasure.Erase(new PersonalDataFilter { UserName = "u1" });
            Assert.Empty(store.TakeWarnings());
            Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.ToString()));
            using PermStore past = store.AsOf(_test.Clock.GetUtcNow());
            Assert.Equal(29, past.Summary.Users);
        }

        PostgresServer.Run(_test.Path, "DROP SCHEMA \"order\" CASCADE");
    }

    [Fact]
    public void A_single_change_takes_little_memory()
    {
        const int changes = 30;
        Create("warm");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Create("measured");
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / changes, 0, 31_000);

        void Create(string name)
        {
            for (int i = 0; i < changes; i++)
            {
                string user = string.Create(CultureInfo.InvariantCulture, $"{name}{i}");
                Store.Users.Create(new UserData { UserName = user, Email = user + "@example.com", FirstName = "Ann", LastName = "Ng", Department = "Brand", Location = "DE" });
            }
        }
    }

    [Fact]
    public void A_schema_that_is_there_is_not_made_again() =>
        Assert.Equal("StoreAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => PermStore.Create(_test.Path, _test.Options)).ErrorId);

    [Fact]
    public async Task A_schema_that_somebody_else_makes_meanwhile_is_not_made_again()
    {
        string url = PostgresServer.NewStore();
        await using NpgsqlConnection other = PostgresServer.Connect(_test.Path);
        await using (NpgsqlTransaction making = await other.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using NpgsqlCommand make = new($"CREATE SCHEMA {PostgresServer.SchemaOf(url)}", other, making);
            await make.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            Task<PermAlreadyExistsException> second = Task.Run(() => Assert.Throws<PermAlreadyExistsException>(() => PermStore.Create(url, _test.Options)));
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await making.CommitAsync(TestContext.Current.CancellationToken);
            Assert.Equal("StoreAlreadyExists", (await second).ErrorId);
        }

        PostgresServer.Drop(url);
    }

    [Fact]
    public void What_is_not_there_or_is_no_store_is_named()
    {
        string none = PostgresServer.NewStore();
        Assert.Equal("StoreNotFound", Assert.Throws<PermNotFoundException>(() => PermStore.Open(none, _test.Options)).ErrorId);
        PostgresServer.Run(none, $"CREATE SCHEMA {PostgresServer.SchemaOf(none)}");
        Assert.Equal("StoreCorrupt", Assert.Throws<PermCorruptException>(() => PermStore.Open(none, _test.Options)).ErrorId);
        PostgresServer.Drop(none);
        string database = _test.Path.Replace("/postgres?", "/nowhere?", StringComparison.Ordinal);
        Assert.Equal("StoreNotFound", Assert.Throws<PermNotFoundException>(() => PermStore.Open(database, _test.Options)).ErrorId);
        string folder = $"postgresql://x@/postgres?host=/nowhere&schema={Schema}";
        Assert.Equal("StoreUnavailable", Assert.Throws<PermBusyException>(() => PermStore.Open(folder, _test.Options)).ErrorId);
    }

    [Fact]
    public void A_decoy_in_a_hostile_search_path_is_not_read()
    {
        string role = "r" + Guid.NewGuid().ToString("N");
        string decoy = "d" + Guid.NewGuid().ToString("N");
        PostgresServer.Run(_test.Path, $"CREATE SCHEMA {decoy}; CREATE TABLE {decoy}.users AS SELECT * FROM users; CREATE ROLE {role} LOGIN SUPERUSER; ALTER ROLE {role} SET search_path = {decoy}");
        try
        {
            _test.AddUser("ann");
            using PermStore store = PermStore.Open(_test.Path.Replace("postgres@", role + "@", StringComparison.Ordinal), _test.Options);
            Assert.Equal("ann", store.Users.Get("ann").UserName);
        }
        finally
        {
            PostgresServer.Run(_test.Path, $"DROP SCHEMA {decoy} CASCADE; DROP ROLE {role}");
        }
    }

    [Fact]
    public void An_account_that_may_only_read_is_told_so()
    {
        string role = "r" + Guid.NewGuid().ToString("N");
        PostgresServer.Run(_test.Path, $"CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA {Schema} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {Schema} TO {role}");
        try
        {
            using PermStore store = PermStore.Open(_test.Path.Replace("postgres@", role + "@", StringComparison.Ordinal), _test.Options);
            Assert.Equal(3, store.Summary.Profiles);
            Assert.Equal("StoreReadOnly", Assert.Throws<PermNotPermittedException>(() => store.Groups.Create("Press")).ErrorId);
        }
        finally
        {
            PostgresServer.Run(_test.Path, $"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Theory]
    [InlineData("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()", "trigger t")]
    [InlineData("ALTER TABLE users ENABLE ROW LEVEL SECURITY", "row security of users")]
    [InlineData("ALTER TABLE portal_sent SET UNLOGGED", "UNLOGGED of portal_sent")]
    [InlineData("ALTER TABLE users ALTER COLUMN user_name_key TYPE text COLLATE \"und-x-icu\"", "collation und-x-icu of users.user_name_key")]
    public void What_somebody_put_in_is_found(string sql, string put)
    {
        PostgresServer.Run(_test.Path, sql);
        PermCorruptException error = Assert.Throws<PermCorruptException>(_test.Reopen);
        Assert.Equal(("StoreCorrupt", "OtherServerSchema"), (error.ErrorId, error.Detail));
        Assert.Contains($"{put} was put in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_put_beside_the_store_is_left_alone()
    {
        PostgresServer.Run(_test.Path, "CREATE UNLOGGED TABLE notes (id int, words text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY; ALTER TABLE users ADD COLUMN remark text");
        _test.Reopen();
        Assert.Equal(3, Store.Summary.Profiles);
    }

    [Fact]
    public void A_server_that_quotes_all_identifiers_is_used()
    {
        string role = "r" + Guid.NewGuid().ToString("N");
        PostgresServer.Run(_test.Path, $"CREATE ROLE {role} LOGIN SUPERUSER; ALTER ROLE {role} SET quote_all_identifiers = on");
        try
        {
            using PermStore store = PermStore.Open(_test.Path.Replace("postgres@", role + "@", StringComparison.Ordinal), _test.Options);
            Assert.Equal(3, store.Summary.Profiles);
        }
        finally
        {
            PostgresServer.Run(_test.Path, $"DROP ROLE {role}");
        }
    }

    [Fact]
    public void Without_the_row_that_orders_the_writers_nothing_is_written()
    {
        PostgresServer.Run(_test.Path, "DELETE FROM store_head");
        Assert.Equal("StoreCorrupt", Assert.Throws<PermCorruptException>(() => Store.Groups.Create("Press")).ErrorId);
        PermCorruptException error = Assert.Throws<PermCorruptException>(_test.Reopen);
        Assert.Equal(("StoreCorrupt", "OtherServerSchema"), (error.ErrorId, error.Detail));
    }

    [Theory]
    [InlineData("DROP INDEX users_email_key", "unique index users_email_key")]
    [InlineData("DROP INDEX users_email_key; CREATE INDEX users_email_key ON users (email_key)", "unique index users_email_key")]
    [InlineData("DROP INDEX audit_events_target_id", "index audit_events_target_id")]
    [InlineData("ALTER TABLE profiles DROP CONSTRAINT profiles_name_key_key", "unique index profiles_name_key_key")]
    [InlineData("ALTER TABLE role_members DROP CONSTRAINT role_members_pkey", "unique index role_members_pkey")]
    [InlineData("ALTER TABLE users DROP CONSTRAINT users_profile_id_fkey", "reference users_profile_id_fkey")]
    public void An_index_or_reference_that_somebody_took_out_is_found(string sql, string missing)
    {
        PostgresServer.Run(_test.Path, sql);
        PermCorruptException error = Assert.Throws<PermCorruptException>(_test.Reopen);
        Assert.Equal(("StoreCorrupt", "OtherServerSchema"), (error.ErrorId, error.Detail));
        Assert.Contains($"{missing} is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backup_that_the_server_refuses_a_table_to_says_so_and_the_session_goes_on()
    {
        _test.AddUser("ann");
        WithoutReading("waiting_items", (store, _) =>
        {
            PermNotPermittedException refused = Assert.Throws<PermNotPermittedException>(() => store.Backup(TestStore.Beside(store, ".bak")));
            Assert.Equal(("StoreReadOnly", "Server"), (refused.ErrorId, refused.Detail));
            Assert.Equal("ann", store.Users.Get("ann").UserName);
            Assert.Equal("bob", store.Users.Create(new UserData { UserName = "bob" }).UserName);
        });
    }

    [Fact]
    public void What_the_server_refused_leaves_the_session_as_it_was()
    {
        _test.AddUser("ann");
        WithoutReading("users", (store, role) =>
        {
            Action[] uses =
            [
                () => store.Users.Get("ann"),
                () => Assert.NotEmpty(store.Users.Find()),
                () => store.Users.Update(UserReference.ByName("ann"), new UserData { Department = Guid.NewGuid().ToString() }),
                () => store.Users.Create(new UserData { UserName = "u" + Guid.NewGuid().ToString("N") }),
            ];
            foreach (Action use in uses)
            {
                Assert.Throws<PermNotPermittedException>(use);
                Assert.Throws<PermNotPermittedException>(use);
            }

            PostgresServer.Run(_test.Path, $"GRANT SELECT ON {Schema}.users TO {role}");
            foreach (Action use in uses)
            {
                use();
                use();
            }

            Assert.Equal(3, store.Users.Find().Count());
            Assert.True(store.Trail.Verify().IsIntact);
        });
    }

    [Fact]
    public void What_is_known_of_a_store_is_not_told_of_another_that_took_its_place()
    {
        PermRight right = RightCatalogue.Default.Find("asset-bank.asset.manage-brands")!;
        _test.AddUser("ann", "Admin");
        Assert.True(Store.EffectiveRights.Holds("ann", right));
        PostgresServer.Run(_test.Path, $"DROP SCHEMA {PostgresServer.SchemaOf(_test.Path)} CASCADE");
        using (PermStore other = PermStore.Create(_test.Path, _test.Options))
        {
            other.Profiles.Create("Editor", rights: ["asset-bank.asset-management.upload-assets"]);
            other.Profiles.Create("Admin", rights: ["asset-bank.collections.create-collections"]);
            other.Profiles.Create("Viewer", isDefault: true);
            other.Users.Create(new UserData { UserName = "ann", Profile = "Admin" });
        }

        foreach (Action use in (Action[])
        [
            () => Store.EffectiveRights.Holds("ann", right),
            () => _test.AddUser("bob", "Admin"),
            () => _ = Store.Seats.Contract,
        ])
        {
            Store.Refresh();
            PermConflictException refused = Assert.Throws<PermConflictException>(use);
            Assert.Equal(("StoreReplaced", "Server"), (refused.ErrorId, refused.Detail));
        }

        _test.Reopen();
        Assert.False(Store.EffectiveRights.Holds("ann", right));
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void A_store_that_was_migrated_meanwhile_is_not_written()
    {
        PostgresServer.Run(_test.Path, "UPDATE store_head SET schema_version = 99");
        Assert.Equal("StoreTooNew", Assert.Throws<PermCorruptException>(() => Store.Groups.Create("Press")).ErrorId);
    }

    [Fact]
    public void Another_writer_is_waited_for_only_so_long()
    {
        using NpgsqlConnection other = PostgresServer.Connect(_test.Path);
        using NpgsqlTransaction transaction = other.BeginTransaction();
        using NpgsqlCommand command = new("SELECT 1 FROM store_head FOR UPDATE", other, transaction);
        command.ExecuteScalar();
        using PermStore hasty = PermStore.Open(_test.Path, _test.Options with { LockTimeout = TimeSpan.FromMilliseconds(50) });
        Assert.Equal("StoreBusy", Assert.Throws<PermBusyException>(() => hasty.Groups.Create("Press")).ErrorId);
        transaction.Rollback();
        hasty.Groups.Create("Press");
    }

    [Fact]
    public async Task The_time_of_a_change_is_that_after_the_wait_for_the_lock()
    {
        using PermStore store = PermStore.Open(_test.Path, new PermStoreOptions { Actor = "tester" });
        using NpgsqlConnection other = PostgresServer.Connect(_test.Path);
        using NpgsqlTransaction transaction = other.BeginTransaction();
        using NpgsqlCommand command = new("SELECT 1 FROM store_head FOR UPDATE", other, transaction);
        command.ExecuteScalar();
        Task<PermGroup> change = Task.Run(() => store.Groups.Create("Press"), TestContext.Current.CancellationToken);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        using NpgsqlCommand clock = new("SELECT clock_timestamp()", other, transaction);
        DateTimeOffset released = new((DateTime)clock.ExecuteScalar()!);
        transaction.Rollback();
        Assert.True((await change).CreatedAt > released.AddMilliseconds(-100));
    }

    [Fact]
    public void A_connection_that_the_server_cut_is_made_again()
    {
        CutOff();
        _test.AddUser("ann");
        CutOff();
        Assert.Equal("ann", Store.Users.Get("ann").UserName);
    }

    [Fact]
    public void A_connection_that_is_cut_inside_a_transaction_undoes_it()
    {
        PermTransaction transaction = Store.BeginTransaction();
        _test.AddUser("ann");
        Store.Users.Get("ann");
        CutOff();
        Assert.ThrowsAny<PermException>(() => _test.AddUser("bob"));
        Assert.ThrowsAny<PermException>(transaction.Commit);
        transaction.Dispose();
        Assert.Empty(Store.Users.Find(new UserFilter()));
        _test.AddUser("ann");
    }

    [Fact]
    public void An_answer_from_memory_is_as_old_as_allowed_and_no_older_after_a_refresh()
    {
        PermUser ann = _test.AddUser("ann");
        using PermStore calm = PermStore.Open(_test.Path, _test.Options with { MaxStaleness = TimeSpan.FromHours(1) });
        ann = calm.Users.Get("ann");
        Assert.True(calm.EffectiveRights.Holds(ann, Right));
        Store.Profiles.Revoke("Viewer", [Right.Key]);
        Assert.True(calm.EffectiveRights.Holds(ann, Right));
        calm.Refresh();
        Assert.False(calm.EffectiveRights.Holds(calm.Users.Get("ann"), Right));
    }

    [Fact]
    public async Task Writers_of_many_connections_reach_the_limit_and_never_pass_it()
    {
        Store.Seats.SetContract(new SeatContract { Light = Seats });
        Task[] writers = [.. Enumerable.Range(0, 8).Select(writer => Task.Run(() => Fill(writer)))];
        await Task.WhenAll(writers);
        Assert.Equal(Seats, Store.Users.Find(new UserFilter { IsActive = true }).Count());
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.ToString()));
    }

    [Fact]
    public void What_was_erased_is_in_no_row_and_the_files_of_the_tables_are_new_ones()
    {
        _test.AddUser("zzann");
        Store.Users.Remove([UserReference.ByName("zzann")]);
        long file = Number("SELECT pg_relation_filenode('audit_events')");
        Assert.True(Number(Found) > 0);
        Store.Erasure.Erase(new PersonalDataFilter { UserName = "zzann" });
        Assert.Equal(0, Number(Found));
        Assert.NotEqual(file, Number("SELECT pg_relation_filenode('audit_events')"));
        Assert.Empty(Store.TakeWarnings());
        Assert.True(Store.Trail.Verify().IsIntact);
    }

    [Fact]
    public void Who_does_not_own_the_tables_is_told_that_old_rows_stay()
    {
        string role = "r" + Guid.NewGuid().ToString("N");
        PostgresServer.Run(_test.Path, $"CREATE ROLE {role} LOGIN; ALTER ROLE {role} SET client_min_messages = error; GRANT USAGE ON SCHEMA {Schema} TO {role}; GRANT ALL ON ALL TABLES IN SCHEMA {Schema} TO {role}; GRANT ALL ON ALL SEQUENCES IN SCHEMA {Schema} TO {role}");
        try
        {
            _test.AddUser("zzann");
            Store.Users.Remove([UserReference.ByName("zzann")]);
            using PermStore store = PermStore.Open(_test.Path.Replace("postgres@", role + "@", StringComparison.Ordinal), _test.Options);
            store.Erasure.Erase(new PersonalDataFilter { UserName = "zzann" });
            Assert.Equal(0, Number(Found));
            PermWarning warning = Assert.Single(store.TakeWarnings());
            Assert.Equal("ErasedNotOverwritten", warning.Id);
            Assert.Contains("own", warning.Message, StringComparison.Ordinal);
        }
        finally
        {
            PostgresServer.Run(_test.Path, $"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public void A_store_goes_to_a_file_and_back_with_the_same_chain()
    {
        _test.AddUser("ann");
        Store.Users.Create(new UserData { UserName = "Zoë 🙂", Profile = "Editor" });
        Store.Groups.Create("Press");
        Store.Groups.AddMembers([new Membership("Press", UserReference.ByName("ann"))]);
        PermAuditDigest digest = Store.Trail.GetDigest();
        string file = _test.File("copy.db");
        Store.Backup(file);
        using (PermStore copy = PermStore.Open(file, _test.Options))
        {
            Assert.Equal((digest.LastId, digest.Hash), (copy.Trail.GetDigest().LastId, copy.Trail.GetDigest().Hash));
            Assert.All(copy.Check(), check => Assert.True(check.IsPassed, check.ToString()));
        }

        string url = PostgresServer.NewStore();
        using (PermStore back = PermStore.Create(url, _test.Options, from: file))
        {
            Assert.Equal((digest.LastId, digest.Hash), (back.Trail.GetDigest().LastId, back.Trail.GetDigest().Hash));
            Assert.Equal(Store.Users.Find(new UserFilter()).Select(user => user.ToString()), back.Users.Find(new UserFilter()).Select(user => user.ToString()));
            Assert.All(back.Check(), check => Assert.True(check.IsPassed, check.ToString()));
            back.Users.Create(new UserData { UserName = "new" });
        }

        PostgresServer.Drop(url);
    }

    [Theory]
    [InlineData("schema-v1.db")]
    [InlineData("store-0.1.0.db")]
    public void A_file_of_an_older_version_makes_a_store_that_is_migrated(string name)
    {
        string file = _test.File(name);
        File.Copy(System.IO.Path.Combine(AppContext.BaseDirectory, "Data", name), file);
        string url = PostgresServer.NewStore();
        using (PermStore store = PermStore.Create(url, _test.Options, from: file))
        {
            Assert.Equal(PostgresSchema.All.Count, store.SchemaVersion);
            Assert.True(store.Trail.Verify().IsIntact);
        }

        PostgresServer.Drop(url);
    }

    [Fact]
    public void A_damaged_file_makes_no_store()
    {
        string file = _test.File("copy.db");
        Store.Backup(file);
        using (Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE audit_events SET actor = 'other' WHERE id = 1";
            command.ExecuteNonQuery();
        }

        string url = PostgresServer.NewStore();
        Assert.Equal("StoreCorrupt", Assert.Throws<PermCorruptException>(() => PermStore.Create(url, _test.Options, from: file)).ErrorId);
        Assert.Equal("StoreNotFound", Assert.Throws<PermNotFoundException>(() => PermStore.Open(url, _test.Options)).ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_copy_that_is_stopped_leaves_nothing(bool isOnServer)
    {
        Store.Users.Create([.. Enumerable.Range(0, 3_000).Select(i => new UserData { UserName = $"u{i}" })]);
        string file = _test.File("copy.db");
        Store.Backup(file);
        string place = isOnServer ? PostgresServer.NewStore() : _test.File("new.db");
        int stopped = 0;
        for (TimeSpan wait = TimeSpan.FromMilliseconds(1); ; wait *= 2)
        {
            using CancellationTokenSource stop = new(wait);
            try
            {
                PermStore.Create(place, _test.Options, from: file, token: stop.Token).Dispose();
                break;
            }
            catch (OperationCanceledException)
            {
                stopped++;
                Assert.Throws<PermNotFoundException>(() => PermStore.Open(place, _test.Options));
                Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(file)!), path => Path.GetFileName(path).Contains("new.db", StringComparison.Ordinal));
            }
        }

        Assert.True(stopped > 2, $"stopped {stopped} times");
        if (isOnServer)
        {
            PostgresServer.Drop(place);
        }
    }

    /// <summary>Ends the sessions that used the store, as a server that is shut down does.</summary>
    private void CutOff() => PostgresServer.Run(
        _test.Path,
        $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = 'PermModule' AND query LIKE '%{Schema}%'");

    private void Fill(int writer)
    {
        using PermStore store = PermStore.Open(_test.Path, _test.Options with { LockTimeout = TimeSpan.FromMinutes(2) });
        for (int i = 0; ; i++)
        {
            try
            {
                store.Users.Create(new UserData { UserName = string.Create(CultureInfo.InvariantCulture, $"w{writer}-{i}") });
            }
            catch (SeatLimitException)
            {
                return;
            }
        }
    }

    private long Number(string sql)
    {
        using NpgsqlConnection connection = PostgresServer.Connect(_test.Path);
        using NpgsqlCommand command = new(sql, connection);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Uses the store by a role that may not read one table.</summary>
    private void WithoutReading(string table, Action<PermStore, string> use)
    {
        string role = "r" + Guid.NewGuid().ToString("N");
        PostgresServer.Run(_test.Path, $"CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA {Schema} TO {role}; GRANT ALL ON ALL TABLES IN SCHEMA {Schema} TO {role}; REVOKE SELECT ON {Schema}.{table} FROM {role}");
        try
        {
            using PermStore store = PermStore.Open(_test.Path.Replace("postgres@", role + "@", StringComparison.Ordinal), _test.Options);
            use(store, role);
        }
        finally
        {
            PostgresServer.Run(_test.Path, $"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }
}
