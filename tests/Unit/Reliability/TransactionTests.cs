namespace PermModule.Unit.Reliability;

public class TransactionTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void What_is_not_committed_never_was()
    {
        (long, string) before = BackupTests.Head(Store);
        using (Store.BeginTransaction())
        {
            _test.AddUser("ann");
            Store.Profiles.Create("Temp");
            Assert.Equal(1, Store.Summary.Users);
        }

        Assert.False(Store.InTransaction);
        Assert.Equal(before, BackupTests.Head(Store));
        Assert.Equal(0, Store.Summary.Users);
        Assert.Equal("ProfileNotFound", Assert.Throws<PermNotFoundException>(() => _test.AddUser("bob", "Temp")).ErrorId);
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void Nobody_sees_it_before_it_is_committed()
    {
        using PermStore other = Store.OpenAgain();
        using (PermTransaction transaction = Store.BeginTransaction())
        {
            _test.AddUser("ann");
            Assert.Equal(0, other.Summary.Users);
            transaction.Commit();
        }

        Assert.Equal(1, other.Summary.Users);
    }

    [Fact]
    public void A_step_can_fail_alone()
    {
        using (PermTransaction outer = Store.BeginTransaction())
        {
            _test.AddUser("ann");
            using (Store.BeginTransaction())
            {
                _test.AddUser("bob");
            }

            using (PermTransaction step = Store.BeginTransaction())
            {
                _test.AddUser("carl");
                step.Commit();
            }

            outer.Commit();
        }

        Assert.Equal(["ann", "carl"], Store.Users.Find().Select(user => user.UserName));
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void In_a_trial_one_step_builds_on_another_and_nothing_stays()
    {
        using (Store.BeginTransaction(isTrial: true))
        {
            Store.Preview(() => Store.Profiles.Create("Temp"));
            PermUser user = Store.Preview(() => _test.AddUser("ann", "Temp"));
            Assert.Equal("Temp", user.ProfileName);
        }

        Assert.Equal(0, Store.Summary.Users);
        Assert.Equal(3, Store.Summary.Profiles);
        Store.Preview(() => _test.AddUser("ann"));
        Assert.Equal(0, Store.Summary.Users);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_change_of_a_trial_fails_alone_also_where_it_is_the_first(bool isPreview)
    {
        int tried = isPreview ? Store.Preview(Try) : InTrial();
        Assert.Equal(2, tried);
        Assert.Equal(0, Store.Summary.Users);
        _test.AddUser("ann");
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));

        int InTrial()
        {
            using PermTransaction trial = Store.BeginTransaction(isTrial: true);
            return Try();
        }

        int Try()
        {
            Fail("ann");
            Fail("ann");
            Assert.Equal(0, Store.Summary.Users);
            _test.AddUser("bob");
            _test.AddUser("carl");
            Fail("dan");
            Assert.Equal(["bob", "carl"], Store.Users.Find().Select(user => user.UserName));
            return Store.Users.Find().Count();
        }

        void Fail(string name) => Assert.Throws<InvalidTimeZoneException>(() => Store.Session.Write<int>(_ =>
        {
            _test.AddUser(name);
            throw new InvalidTimeZoneException();
        }));
    }

    [Fact]
    public void A_full_disk_undoes_all_of_it_and_nothing_slips_out_afterwards()
    {
        _test.NeedsFile();
        _test.AddUser("first");
        PermTransaction transaction = Store.BeginTransaction();
        _test.AddUser("ann");
        long pages = Store.Session.Scalar("PRAGMA page_count") ?? 0;
        Store.Session.Execute("PRAGMA max_page_count = " + (pages + 1));
        UserData[] many = [.. Enumerable.Range(0, 2_000).Select(i => new UserData { UserName = $"user{i}", Department = new string('x', 200) })];

        Assert.Equal("DiskFull", Assert.Throws<PermBusyException>(() => Store.Users.Create(many)).ErrorId);
        Assert.Equal("TransactionRolledBack", Assert.Throws<PermConflictException>(() => _test.AddUser("late")).ErrorId);
        Assert.Equal("TransactionRolledBack", Assert.Throws<PermConflictException>(transaction.Commit).ErrorId);
        transaction.Dispose();

        Store.Session.Execute("PRAGMA max_page_count = 1000000");
        Assert.Equal(["first"], Store.Users.Find().Select(user => user.UserName));
        _test.AddUser("after");
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void A_store_closed_inside_is_told_at_the_end()
    {
        PermTransaction transaction = Store.BeginTransaction();
        _test.AddUser("ann");
        Store.Dispose();

        Assert.Equal("TransactionRolledBack", Assert.Throws<PermConflictException>(transaction.Commit).ErrorId);
        transaction.Dispose();
        _test.Reopen();
        Assert.Equal(0, Store.Summary.Users);
    }

    [Fact]
    public void A_read_only_store_opens_none()
    {
        using PermStore reader = PermStore.Open(_test.Path, _test.Options with { IsReadOnly = true });
        Assert.Equal("StoreReadOnly", Assert.Throws<PermNotPermittedException>(() => reader.BeginTransaction()).ErrorId);
    }
}
