namespace PermModule.Unit.Roles;

public class RoleServiceTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private RoleService Roles => _test.Store.Roles;

    private UserService Users => _test.Store.Users;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Each_role_says_what_is_expected()
    {
        IReadOnlyList<PermRoleInfo> roles = Roles.Find();
        Assert.Equal([PermRole.PortalOwner, PermRole.Champion, PermRole.EndUser], roles.Select(role => role.Role));
        Assert.Equal([1, 1, 0], roles.Select(role => role.Minimum));
        Assert.All(roles, role => Assert.NotEmpty(role.Description));
        Assert.Equal([9, 4, 2], roles.Select(role => role.Duties.Count));
        Assert.Equal([5, 0, 3], roles.Select(role => role.Practices.Count));
    }

    [Fact]
    public void End_users_are_all_who_have_no_other_role()
    {
        string[] names = [.. Enumerable.Range(0, 2_500).Select(i => $"user{i:0000}")];
        Users.Create([.. names.Select(name => new UserData { UserName = name, Profile = "Editor" })]);
        Assert.Equal(2_500, Roles.Get(PermRole.EndUser).MemberCount);
        Add(PermRole.PortalOwner, "user0001");
        Add(PermRole.Champion, "user0001");
        Add(PermRole.Champion, "user2000");
        Assert.Equal([1L, 2L, 2_498L], Roles.Find().Select(role => role.MemberCount));
        Assert.Equal(names.Except(["user0001", "user2000"]), Roles.Members(PermRole.EndUser).Select(member => member.UserName));
        Assert.Equal([PermRole.PortalOwner, PermRole.Champion], RolesOf("user0001"));
        Assert.Equal([PermRole.EndUser], RolesOf("user0002"));
    }

    [Fact]
    public void A_champion_has_a_Regular_or_Heavy_profile()
    {
        _test.AddUser("light");
        _test.AddUser("regular", "Editor");
        _test.AddUser("heavy", "Admin");
        Assert.Equal("ChampionTierTooLow", Add(PermRole.Champion, "light").Error?.ErrorId);
        Assert.Null(Add(PermRole.Champion, "regular").Error);
        Assert.Null(Add(PermRole.Champion, "heavy").Error);
        Assert.Null(Add(PermRole.PortalOwner, "light").Error);
        Assert.Equal(["heavy", "regular"], Roles.Members(PermRole.Champion).Select(member => member.UserName));
    }

    [Fact]
    public void To_be_an_end_user_is_neither_given_nor_taken()
    {
        _test.AddUser("ann");
        Assert.Equal("EndUserImplied", Add(PermRole.EndUser, "ann").Error?.ErrorId);
        Assert.Equal("EndUserImplied", Remove(PermRole.EndUser, "ann").Error?.ErrorId);
        Assert.Equal("UserNotFound", Add(PermRole.Champion, "nobody").Error?.ErrorId);
    }

    [Fact]
    public void A_role_is_for_the_users_own_department_and_location_unless_another_is_named()
    {
        Users.Create(new UserData { UserName = "ann", Profile = "Editor", Department = "Sales", Location = "Oslo" });
        Add(PermRole.Champion, "ann");
        Assert.Equal(("Sales", "Oslo"), Place("ann"));
        Users.Update(UserReference.ByName("ann"), new UserData { Department = "Legal" });
        Assert.Equal(("Legal", "Oslo"), Place("ann"));
        Assert.True(Add(PermRole.Champion, "ann", department: "Press").IsChanged);
        Assert.False(Add(PermRole.Champion, "ann").IsChanged);
        Assert.Equal(("Press", "Oslo"), Place("ann"));
        Assert.True(Add(PermRole.Champion, "ann", department: "LEGAL", location: "Rome").IsChanged);
        Assert.Equal(("Legal", "Rome"), Place("ann"));
        Assert.Equal("ann", Assert.Single(Roles.Members(PermRole.Champion, "leg*", "rome")).UserName);
        Assert.Empty(Roles.Members(PermRole.Champion, "Press"));
    }

    [Fact]
    public void Each_change_is_one_event_and_a_repeated_run_is_none()
    {
        _test.AddUser("ann", "Editor");
        long version = _test.Store.Session.Version();
        Add(PermRole.Champion, "ann", "Sales");
        Add(PermRole.Champion, "ann", "Sales");
        Assert.Equal(version + 1, _test.Store.Session.Version());
        Assert.False(Remove(PermRole.Champion, "ann", "Legal").IsChanged);
        Assert.True(Remove(PermRole.Champion, "ann", "Sal*").IsChanged);
        Assert.False(Remove(PermRole.Champion, "ann").IsChanged);
        Assert.Equal(version + 2, _test.Store.Session.Version());
        Assert.Empty(Roles.Members(PermRole.Champion));
    }

    [Fact]
    public void A_removed_user_leaves_their_roles_with_an_event_for_each()
    {
        _test.AddUser("ann", "Editor");
        Add(PermRole.PortalOwner, "ann");
        Add(PermRole.Champion, "ann");
        long version = _test.Store.Session.Version();
        Users.Remove([UserReference.ByName("ann")]);
        Assert.Equal(version + 3, _test.Store.Session.Version());
        Assert.Equal([0L, 0L, 0L], Roles.Find().Select(role => role.MemberCount));
        Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    private BatchItem<RoleMember> Add(PermRole role, string user, string? department = null, string? location = null) =>
        Roles.AddMembers([new RoleAssignment(role, UserReference.ByName(user), department, location)])[0];

    private BatchItem<RoleMember> Remove(PermRole role, string user, string? department = null) =>
        Roles.RemoveMembers([new RoleAssignment(role, UserReference.ByName(user), department)])[0];

    private IEnumerable<PermRole> RolesOf(string user) => Roles.RolesOf(UserReference.ByName(user)).Select(member => member.Role);

    private (string? Department, string? Location) Place(string user)
    {
        RoleMember member = Assert.Single(Roles.RolesOf(UserReference.ByName(user)));
        Assert.Equal(member, Assert.Single(Roles.Members(PermRole.Champion)));
        return (member.Department, member.Location);
    }
}
