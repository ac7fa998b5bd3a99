namespace PermModule.Unit.Roles;

public class ContentWorkflowServiceTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private ContentWorkflowService Service => _test.Store.ContentWorkflow;

    private UserService Users => _test.Store.Users;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void There_is_one_owner_at_most_and_another_takes_over()
    {
        _test.AddUser("ann");
        _test.AddUser("bob");
        Assert.Null(Service.GetOwner());
        Assert.Equal("ann", Service.SetOwner(UserReference.ByName("ANN")).UserName);
        Assert.Equal("ann", Service.GetOwner()?.UserName);
        long version = _test.Store.Session.Version();
        Service.SetOwner(UserReference.ByName("ann"));
        Assert.Equal(version, _test.Store.Session.Version());
        Service.SetOwner(UserReference.ByName("bob"));
        Assert.Equal(version + 1, _test.Store.Session.Version());
        Assert.Equal("bob", Service.GetOwner()?.UserName);
    }

    [Fact]
    public void The_owner_is_an_active_user()
    {
        _test.AddUser("ann");
        Users.Update(UserReference.ByName("ann"), new UserData { IsActive = false });
        Assert.Equal("UserInactive", Assert.Throws<PermConflictException>(() => Service.SetOwner(UserReference.ByName("ann"))).ErrorId);
        Assert.Equal("UserNotFound", Assert.Throws<PermNotFoundException>(() => Service.SetOwner(UserReference.ByName("nobody"))).ErrorId);
        Assert.Null(Service.GetOwner());
    }

    [Fact]
    public void The_owner_is_neither_removed_nor_deactivated_in_any_way_until_another_took_over()
    {
        _test.AddUser("ann");
        _test.AddUser("bob");
        Service.SetOwner(UserReference.ByName("ann"));
        UserReference ann = UserReference.ByName("ann");
        UserData inactive = new() { UserName = "ann", IsActive = false };
        Assert.Equal("ContentWorkflowOwnerRequired", Users.Remove([ann])[0].Error?.ErrorId);
        Assert.Equal("ContentWorkflowOwnerRequired", Users.Update([new UserChange(ann, new UserData { IsActive = false })])[0].Error?.ErrorId);
        Assert.Equal("ContentWorkflowOwnerRequired", Upsert(inactive, UserBatchOptions.Default).Error?.ErrorId);
        Assert.Equal("ContentWorkflowOwnerRequired", Upsert(inactive, new UserBatchOptions { Force = true }).Error?.ErrorId);
        Assert.True(Users.Get("ann").IsActive);
        Service.SetOwner(UserReference.ByName("bob"));
        Assert.Null(Users.Remove([ann])[0].Error);
    }

    [Fact]
    public void Another_process_sees_the_new_owner_at_once()
    {
        _test.AddUser("ann");
        _test.AddUser("bob");
        using PermStore other = _test.Store.OpenAgain();
        Assert.Null(other.ContentWorkflow.GetOwner());
        Service.SetOwner(UserReference.ByName("ann"));
        Assert.Equal("ann", other.ContentWorkflow.GetOwner()?.UserName);
        other.ContentWorkflow.SetOwner(UserReference.ByName("bob"));
        Assert.Equal("bob", Service.GetOwner()?.UserName);
    }

    /// <summary>Changes a user as an import does.</summary>
    private ImportedUser Upsert(UserData user, UserBatchOptions options) =>
        _test.Store.Session.Write(scope => new UserCreator(scope, options).Upsert([UserDraft.ForNew(user)], new UpsertRun(scope.Session)))[0];
}
