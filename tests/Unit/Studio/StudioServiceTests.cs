namespace PermModule.Unit.Studio;

public class StudioServiceTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("studio.studio-admin", StudioRole.Admin)]
    [InlineData("studio.content-designer", StudioRole.ContentDesigner)]
    [InlineData("studio.content-creator", StudioRole.ContentCreator)]
    public void A_user_may_do_what_the_matrix_says_of_their_right(string right, StudioRole role)
    {
        _test.Store.Profiles.Create("Studio", rights: [right]);
        PermUser user = _test.AddUser("ann", "Studio");
        Assert.All(
            StudioMatrix.Default.Find(role),
            cell => Assert.Equal(cell.IsAllowed, _test.Store.Studio.Test(UserReference.To(user), cell.Relation, cell.Object, cell.Action)));
    }

    [Fact]
    public void Of_several_rights_one_that_allows_is_enough()
    {
        _test.Store.Profiles.Create("Both", rights: ["studio.content-designer", "studio.content-creator"]);
        _test.Store.Profiles.Create("Creator", rights: ["studio.content-creator"]);
        _test.AddUser("both", "Both");
        _test.AddUser("creator", "Creator");
        Assert.True(Test("both", "Edit design"));
        Assert.False(Test("creator", "Edit design"));
        Assert.True(Test("both", "Move design"));
        Assert.False(Test("both", "Transfer ownership", StudioRelation.Contributor));
    }

    [Fact]
    public void Without_a_right_or_while_inactive_nothing_is_allowed()
    {
        _test.Store.Profiles.Create("Studio", rights: ["studio.studio-admin"]);
        _test.AddUser("ann", "Studio");
        _test.AddUser("bob");
        Assert.True(Test("ann", "Edit design"));
        Assert.False(Test("bob", "Edit design"));
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { IsActive = false });
        Assert.False(Test("ann", "Edit design"));
        Assert.Equal("UserNotFound", Assert.Throws<PermNotFoundException>(() => Test("nobody", "Edit design")).ErrorId);
        Assert.Equal("StudioActionNotFound", Assert.Throws<PermNotFoundException>(() => Test("ann", "Edit*")).ErrorId);
    }

    private bool Test(string user, string action, StudioRelation relation = StudioRelation.Owner) =>
        _test.Store.Studio.Test(UserReference.ByName(user), relation, StudioObject.Design, action);
}
