namespace PermModule.Unit.Groups;

public class GroupServiceTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private GroupService Groups => _test.Store.Groups;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_group_is_found_by_name_without_case_and_by_wildcard_in_the_order_of_names()
    {
        Groups.Create("marketing", "Campaigns");
        Groups.Create("Ärzte");
        Groups.Create("Sales");
        Assert.Equal("Campaigns", Groups.Get("MARKETING").Description);
        Assert.Equal("Ärzte", Groups.Get("ärzte").Name);
        Assert.Equal(["marketing", "Sales", "Ärzte"], Groups.Find().Select(group => group.Name));
        Assert.Equal(["marketing"], Groups.Find("m*").Select(group => group.Name));
        Assert.Empty(Groups.Find("x*"));
        Assert.Equal("GroupNotFound", Assert.Throws<PermNotFoundException>(() => Groups.Find("x")).ErrorId);
    }

    [Fact]
    public void A_name_is_taken_without_regard_to_case()
    {
        Groups.Create("Sales");
        Groups.Create("Legal");
        Assert.Equal("GroupAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => Groups.Create(" SALES ")).ErrorId);
        Assert.Equal("GroupAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => Groups.Update("Legal", "sales")).ErrorId);
        Assert.Equal("InvalidName", Assert.Throws<PermInvalidInputException>(() => Groups.Create(" ")).ErrorId);
    }

    [Theory]
    [InlineData("ann<half>", "InvalidName")]
    [InlineData("ann\0", "UserNotFound")]
    public void A_name_that_nobody_can_have_is_refused_alone(string shown, string errorId)
    {
        string name = shown.Replace("<half>", "\ud800", StringComparison.Ordinal);
        Groups.Create("Sales");
        _test.AddUser("ann");
        _test.AddUser("bob");
        IReadOnlyList<BatchItem<GroupMember>> members = Groups.AddMembers([Member("Sales", name), Member("Sales", "bob")]);
        Assert.Equal((errorId, null), (members[0].Error?.ErrorId, members[1].Error));
        IReadOnlyList<BatchItem<PermUser>> changed = _test.Store.Users.Update([new UserChange(UserReference.ByName(name), new UserData { Department = "Art" }), new UserChange(UserReference.ByName("bob"), new UserData { Department = "Art" })]);
        Assert.Equal((errorId, "Art"), (changed[0].Error?.ErrorId, changed[1].Value?.Department));
        IReadOnlyList<BatchItem<PermUser>> removed = _test.Store.Users.Remove([UserReference.ByName(name), UserReference.ByName("bob")]);
        Assert.Equal((errorId, null), (removed[0].Error?.ErrorId, removed[1].Error));
    }

    [Fact]
    public void A_change_keeps_members_and_what_is_not_given()
    {
        Groups.Create("Sales", "Sells");
        _test.AddUser("ann");
        Add("Sales", "ann");
        PermGroup renamed = Groups.Update("sales", "SALES");
        Assert.Equal(("SALES", "Sells", 1), (renamed.Name, renamed.Description, renamed.MemberCount));
        Assert.Null(Groups.Update("sales", description: "").Description);
        Assert.Equal(["SALES"], _test.Store.Users.Get("ann").Groups);
    }

    [Fact]
    public void Members_are_added_once_in_bulk_and_bad_ones_are_reported_in_place()
    {
        Groups.Create("Sales");
        Groups.Create("Legal");
        PermUser bob = _test.AddUser("bob");
        _test.AddUser("ann");
        IReadOnlyList<BatchItem<GroupMember>> items = Groups.AddMembers(
        [
            new Membership("sales", UserReference.To(bob)),
            new Membership("Sales", UserReference.ByName("nobody")),
            new Membership("Sales", UserReference.ByName("ANN")),
            new Membership("Nowhere", UserReference.ByName("ann")),
            new Membership("Sales", UserReference.ByName("bob")),
            new Membership("Legal", UserReference.ByName("bob")),
        ]);
        Assert.Equal([null, "UserNotFound", null, "GroupNotFound", null, null], items.Select(item => item.Error?.ErrorId));
        Assert.Equal([true, false, true, false, false, true], items.Select(item => item.IsChanged));
        Assert.Equal([2L, 1L], [Groups.Get("Sales").MemberCount, Groups.Get("Legal").MemberCount]);
        Assert.Equal(["bob", "ann"], Groups.Members("Sales").Select(member => member.UserName));
        Assert.Equal(["Legal", "Sales"], Groups.MembershipsOf(UserReference.ByName("bob")).Select(member => member.Group));
    }

    [Fact]
    public void Nothing_after_the_first_refusal_is_applied_when_errors_stop()
    {
        Groups.Create("Sales");
        _test.AddUser("ann");
        _test.AddUser("bob");
        Groups.AddMembers([Member("Sales", "ann"), Member("Sales", "nobody"), Member("Sales", "bob")], stopOnError: true);
        Assert.Equal(["ann"], Groups.Members("Sales").Select(member => member.UserName));
    }

    [Fact]
    public void Each_membership_that_changes_is_one_event_and_a_repeated_run_is_none()
    {
        Groups.Create("Sales");
        _test.AddUser("ann");
        Add("Sales", "ann");
        long version = _test.Store.Session.Version();
        Add("Sales", "ann");
        Assert.Equal(version, _test.Store.Session.Version());
        Groups.RemoveMembers([Member("Sales", "ann"), Member("Sales", "ann")]);
        Assert.Equal(version + 1, _test.Store.Session.Version());
        Groups.RemoveMembers([Member("Sales", "ann")]);
        Assert.Equal(version + 1, _test.Store.Session.Version());
        Assert.Equal(0, Groups.Get("Sales").MemberCount);
    }

    [Fact]
    public void A_removed_user_leaves_their_groups()
    {
        Groups.Create("Sales");
        _test.AddUser("ann");
        _test.AddUser("bob");
        Add("Sales", "ann", "bob");
        _test.Store.Users.Remove([UserReference.ByName("ann")]);
        Assert.Equal(1, Groups.Get("Sales").MemberCount);
        Assert.Equal(["bob"], Groups.Members("Sales").Select(member => member.UserName));
    }

    [Fact]
    public void A_removed_group_leaves_its_users_and_an_event_for_each_membership()
    {
        Groups.Create("Sales");
        Groups.Create("Legal");
        string[] names = [.. Enumerable.Range(0, 2_345).Select(i => $"user{i}")];
        _test.Store.Users.Create([.. names.Select(name => new UserData { UserName = name })]);
        Add("Sales", names);
        Add("Legal", names[0]);
        long version = _test.Store.Session.Version();
        Groups.Remove("sales");
        Assert.Equal(version + names.Length + 1, _test.Store.Session.Version());
        Assert.Equal(["Legal"], _test.Store.Users.Get(names[0]).Groups);
        Assert.Equal(names.Length, _test.Store.Summary.Users);
        AssertSound();
    }

    [Fact]
    public void Members_and_users_of_a_group_come_page_by_page_all_and_once()
    {
        Groups.Create("Sales");
        Groups.Create("Legal");
        string[] names = [.. Enumerable.Range(0, 3_000).Select(i => $"user{i:0000}")];
        _test.Store.Users.Create([.. names.Select(name => new UserData { UserName = name })]);
        string[] sales = [.. names.Where((_, i) => i % 3 != 0)];
        Add("Sales", sales);
        Add("Legal", names[0], names[1]);
        Assert.Equal(sales, Groups.Members("Sales").Select(member => member.UserName));
        Assert.Equal(sales, Find(new UserFilter { Group = "SALES" }));
        Assert.Equal(sales[..10], Find(new UserFilter { Group = "Sales", First = 10 }));
        Assert.Equal(names[0..2].Concat(sales[1..]).Order(), Find(new UserFilter { Group = "*a*" }).Order());
        Assert.Equal(["user0001", "user0002", "user0004"], Find(new UserFilter { Group = "Sales", UserNames = ["user000*"], First = 3 }));
        Assert.Empty(Find(new UserFilter { Group = "x*" }));
        Assert.Equal("GroupNotFound", Assert.Throws<PermNotFoundException>(() => Find(new UserFilter { Group = "x" })).ErrorId);
    }

    [Fact]
    public void Every_way_into_and_out_of_a_group_keeps_its_count()
    {
        Groups.Create("Sales");
        UserBatchOptions makeGroups = new() { CreateGroups = true };
        _test.Store.Users.Create(
            [new UserData { UserName = "ann", Groups = ["Sales", "New"] }, new UserData { UserName = "bob", Groups = ["New"] }],
            makeGroups);
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { Groups = ["New"] });
        Assert.Equal([2L, 0L], Groups.Find().Select(group => group.MemberCount));
        Add("Sales", "bob");
        Groups.RemoveMembers([Member("New", "bob")]);
        Assert.Equal([1L, 1L], Groups.Find().Select(group => group.MemberCount));
        AssertSound();
    }

    [Fact]
    public void A_count_that_drifted_is_found_by_the_check_of_the_store()
    {
        Groups.Create("Sales");
        _test.Tamper("UPDATE user_groups SET member_count = 7");
        StoreCheck check = Assert.Single(_test.Store.Check(), check => !check.IsPassed);
        Assert.Equal("GroupCounts", check.Name);
        Assert.Contains("'Sales' counts 7 members but has 0", check.Message);
    }

    [Fact]
    public void A_preview_changes_nothing()
    {
        Groups.Create("Sales");
        _test.AddUser("ann");
        Assert.True(_test.Store.Preview(() => Groups.AddMembers([Member("Sales", "ann")]))[0].IsChanged);
        Assert.Equal(0, Groups.Get("Sales").MemberCount);
        Assert.Empty(Groups.Members());
    }

    private static Membership Member(string group, string user) => new(group, UserReference.ByName(user));

    private IEnumerable<string> Find(UserFilter filter) => _test.Store.Users.Find(filter).Select(user => user.UserName).ToList();

    private void Add(string group, params string[] users) =>
        Assert.All(Groups.AddMembers([.. users.Select(user => Member(group, user))]), item => Assert.Null(item.Error));

    private void AssertSound() => Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
}
