namespace PermModule.Unit.Storage;

/// <summary>What was made in a transaction that was undone stands for nothing, although its ids are given again.</summary>
public class UndoneOriginTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose()
    {
        _test.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_user_of_a_preview_is_not_the_next_one_with_the_same_id()
    {
        PermUser made = Store.Preview(() => Store.Users.Create(new UserData { UserName = "temp" }));
        PermUser boss = _test.AddUser("boss");
        Assert.Equal(boss.Id, made.Id);
        IsGone(made);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_user_of_a_transaction_that_was_undone_is_not_the_next_one(bool isNested)
    {
        PermUser made;
        using (Store.BeginTransaction())
        {
            using PermTransaction? inner = isNested ? Store.BeginTransaction() : null;
            made = _test.AddUser("temp");
            Store.Users.Update(UserReference.To(made), new UserData { Department = "Sales" });
            inner?.Commit();
        }

        _test.AddUser("boss");
        IsGone(made);
    }

    [Fact]
    public void A_step_that_was_undone_is_gone_in_the_transaction_that_was_kept()
    {
        using PermTransaction outer = Store.BeginTransaction();
        PermUser kept = _test.AddUser("kept");
        PermUser made;
        using (Store.BeginTransaction())
        {
            made = _test.AddUser("temp");
        }

        _test.AddUser("boss");
        Store.Users.Update(UserReference.To(kept), new UserData { UserName = "renamed" });
        outer.Commit();
        IsGone(made);
        Assert.Equal("renamed", Store.Users.Get(UserReference.To(kept)).UserName);
    }

    [Fact]
    public void What_was_read_before_means_the_same_in_a_transaction_and_after_it()
    {
        PermUser ann = _test.AddUser("ann");
        using (Store.BeginTransaction())
        {
            Store.Users.Update(UserReference.To(ann), new UserData { UserName = "anna" });
            Assert.Equal("anna", Store.Users.Get(UserReference.To(ann)).UserName);
        }

        Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "anne" });
        Assert.Equal("anne", Store.Users.Get(UserReference.To(ann)).UserName);
    }

    [Fact]
    public void Groups_and_profiles_of_a_preview_stand_for_nothing_either()
    {
        PermGroup group = Store.Preview(() => Store.Groups.Create("Summer"));
        PermProfile profile = Store.Preview(() => Store.Profiles.Create("Summer"));
        Store.Groups.Create("Board");
        Store.Profiles.Create("Board");
        Assert.Equal(ErrorId.GroupNotFound, Assert.ThrowsAny<PermException>(() => Store.Groups.Remove(group)).ErrorId);
        Assert.Equal(ErrorId.ProfileNotFound, Assert.ThrowsAny<PermException>(() => Store.Profiles.Remove(profile)).ErrorId);
    }

    private void IsGone(PermUser made)
    {
        Assert.Equal(ErrorId.UserNotFound, Store.Users.Remove([UserReference.To(made)])[0].Error?.ErrorId);
        Assert.Equal(ErrorId.UserNotFound, Store.Users.Update([new UserChange(UserReference.To(made), new UserData { IsActive = false })])[0].Error?.ErrorId);
        Assert.True(Store.Users.Get("boss").IsActive);
    }
}
