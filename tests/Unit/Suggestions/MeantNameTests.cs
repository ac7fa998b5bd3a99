namespace PermModule.Unit.Suggestions;

/// <summary>The name that was meant by somebody who mistyped one or two letters.</summary>
public class MeantNameTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("Viewr", "Viewer")]
    [InlineData("viewre", "Viewer")]
    [InlineData("Vioewer", "Viewer")]
    [InlineData("Biewer", "Viewer")]
    [InlineData("Vxewxr", "Viewer")]
    [InlineData("Vxxxer", null)]
    [InlineData("Edtior", "Editor")]
    [InlineData("x", null)]
    public void A_profile(string typed, string? meant) => Assert.Equal(meant, _test.Store.Suggestions.ProfileLike(typed));

    [Theory]
    [InlineData("annlee", "ann.lee")]
    [InlineData("nan.lee", "ann.lee")]
    [InlineData("nn.lee", "ann.lee")]
    [InlineData("ann.leee", "ann.lee")]
    [InlineData("bob", null)]
    public void A_user(string typed, string? meant)
    {
        _test.AddUser("ann.lee");
        _test.AddUser("zoe");
        Assert.Equal(meant, _test.Store.Suggestions.UserLike(typed));
    }

    [Theory]
    [InlineData("\U00020BB7\u7531", "\U00020BB7\u7530")]
    [InlineData("\U00020BB7\u7530\u7530", "\U00020BB7\u7530")]
    [InlineData("\U00020BB7", "\U00020BB7\u7530")]
    [InlineData("x\U00020BB7\u7530", "\U00020BB7\u7530")]
    [InlineData("\U00020BB8\U00020BB8\U00020BB8", null)]
    [InlineData("\uD842x", null)]
    [InlineData("x\0y", null)]
    public void A_user_whose_name_has_characters_of_two_units(string typed, string? meant)
    {
        _test.Store.Users.Create(new UserData { UserName = "\U00020BB7\u7530" });
        Assert.Equal(meant, _test.Store.Suggestions.UserLike(typed));
    }

    [Fact]
    public void The_longest_name_is_found_and_what_no_name_can_be_is_not_looked_for()
    {
        string longest = new('\uFB2C', 256);
        _test.Store.Users.Create(new UserData { UserName = longest });
        Assert.Equal(longest, _test.Store.Suggestions.UserLike(longest + "xx"));

        string text = new('x', 10 * 1024 * 1024);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(_test.Store.Suggestions.UserLike(text));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 1024 * 1024);
    }

    [Fact]
    public void A_group_a_right_a_solution_a_category_and_a_rule()
    {
        _test.Store.Groups.Create("Marketing");
        Assert.Equal("Marketing", _test.Store.Suggestions.GroupLike("Marketting"));
        Assert.Equal("asset-bank.asset.manage-brands", SuggestionService.RightLike("asset-bank.asset.manage-brand"));
        Assert.Equal("Upload assets", SuggestionService.RightLike("Uplod assets"));
        Assert.Equal("Asset Bank", SuggestionService.SolutionLike("Aset Bank"));
        Assert.Equal("Waiting room", SuggestionService.CategoryLike("Waitingroom"), ignoreCase: true);
        Assert.Equal("StaleRequest", SuggestionService.RuleLike("StaleRequests"));
    }
}
