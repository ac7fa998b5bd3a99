namespace PermModule.Unit.Users;

/// <summary>Who may use a right now.</summary>
public class UserRightFilterTests : IDisposable
{
    private const string Brands = "asset-bank.asset.manage-brands";
    private readonly TestStore _test = new TestStore().WithProfiles();

    public UserRightFilterTests()
    {
        _test.AddUser("admin", "Admin");
        _test.AddUser("editor", "Editor");
        _test.AddUser("viewer", "Viewer");
        _test.AddUser("gone", "Admin");
        _test.Store.Users.Update(UserReference.ByName("gone"), new UserData { IsActive = false });
    }

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData(new[] { Brands }, "admin")]
    [InlineData(new[] { "asset-bank.asset.*" }, "admin")]
    [InlineData(new[] { Brands, "asset-bank.asset-management.upload-assets" }, "admin editor")]
    [InlineData(new[] { "*" }, "admin editor viewer")]
    [InlineData(new[] { "nothing.*" }, "")]
    public void Active_users_are_found_by_any_of_several_rights_and_wildcards(string[] rights, string expected) =>
        Assert.Equal(expected, Found(new UserFilter { Rights = rights }));

    [Theory]
    [InlineData(null, "admin gone")]
    [InlineData(true, "admin")]
    [InlineData(false, "gone")]
    public void Inactive_users_are_included_on_request(bool? isActive, string expected) =>
        Assert.Equal(expected, Found(new UserFilter { Rights = [Brands], IncludeInactive = true, IsActive = isActive }));

    [Theory]
    [InlineData("*")]
    [InlineData("v*")]
    [InlineData("viewer")]
    public void The_account_owner_holds_the_rights_of_Content_Workflow_whatever_the_profile_says(string name)
    {
        UserFilter filter = new() { Rights = ["content-workflow.*"], UserNames = [name] };
        Assert.Equal("", Found(filter));
        _test.Store.ContentWorkflow.SetOwner(UserReference.ByName("viewer"));
        Assert.Equal("viewer", Found(filter));
        Assert.Equal("viewer", Found(filter with { Profiles = ["Viewer"] }));
        Assert.Equal("", Found(filter with { Profiles = ["Admin"] }));
        Assert.DoesNotContain("viewer", Found(filter with { Rights = [Brands] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_that_exclude_each_other_are_refused()
    {
        Assert.Equal("ConflictingFilters", Assert.Throws<PermInvalidInputException>(() => Found(new UserFilter { Rights = [Brands], IsActive = false })).ErrorId);
        Assert.Equal("ConflictingFilters", Assert.Throws<PermInvalidInputException>(() => Found(new UserFilter { NeverSignedIn = true, NotSeenForDays = 1 })).ErrorId);
    }

    private string Found(UserFilter filter) => string.Join(' ', _test.Store.Users.Find(filter).Select(user => user.UserName).Order());
}
