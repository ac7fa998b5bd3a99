namespace PermModule.Unit.Users;

/// <summary>What was read from a store stands for what it was read as, whatever is called by its name since.</summary>
public class ReadItemTests : IDisposable
{
    private const string Right = "asset-bank.asset.manage-brands";

    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_group_is_found_under_its_new_name_when_another_has_the_old_one()
    {
        Store.Groups.Create("G");
        _test.AddUser("ann");
        _test.AddUser("bob");
        Join("ann", "G");
        PermGroup read = Store.Groups.Get("G");
        Store.Groups.Update("G", "G2");
        Store.Groups.Create("G");
        Join("bob", "G");
        Assert.Equal("G2", Assert.Single(Store.Groups.Find(GroupReference.To(read))).Name);
        Assert.Equal(("G2", "ann"), Shown(Store.Groups.Members(GroupReference.To(read))));
        Assert.Equal(("G2", "ann"), Shown(Store.Groups.MembershipsOf(UserReference.ByName("ann"), GroupReference.To(read))));
        Assert.Empty(Store.Groups.MembershipsOf(UserReference.ByName("bob"), GroupReference.To(read)));
        Assert.Equal(["ann"], Found(new UserFilter { Group = GroupReference.To(read) }));
        Assert.Equal(["bob"], Found(new UserFilter { Group = GroupReference.To(read with { Origin = default }) }));
    }

    [Fact]
    public void A_profile_is_found_under_its_new_name_when_another_has_the_old_one()
    {
        _test.AddUser("ann", "Admin");
        PermProfile read = Store.Profiles.Get("Admin");
        Store.Profiles.Update("Admin", "Old [1]");
        Store.Profiles.Create("Admin");
        _test.AddUser("bob", "Admin");
        ProfileReference reference = read.ToReference();
        Assert.Equal("Old [1]", Assert.Single(Store.Profiles.Find(reference)).Name);
        Assert.Equal(["ann"], Found(new UserFilter { Profiles = [reference] }));
        Assert.Equal(["ann", "bob"], Found(new UserFilter { Profiles = [reference, "Admin"] }));
        Assert.Equal(["bob"], Found(new UserFilter { Profiles = [(read with { Origin = default }).ToReference()] }));
        Assert.Equal("Old [1]", Store.Seats.GetHistory(new SeatHistoryFilter { Profiles = [reference] }).Last().ProfileName);
        Assert.Equal(Right, Assert.Single(Store.Rights.Find(new RightFilter { Profiles = [reference] })).Key);
        Assert.Equal("Old [1]", Store.EffectiveRights.ListProfile(read)[0].Holder);
        Assert.True(Store.EffectiveRights.ProfileHolds(read, RightCatalogue.Default.Resolve(Right)));
    }

    [Fact]
    public void A_user_is_found_under_a_new_name_and_is_not_whoever_has_the_old_one()
    {
        PermUser ann = _test.AddUser("ann");
        PermUser bob = _test.AddUser("bob");
        Store.Users.Update(UserReference.To(ann), new UserData { UserName = "anna", Email = "anna@example.com" });
        Store.Users.Remove([UserReference.To(bob)]);
        _test.AddUser("ann");
        _test.AddUser("bob");
        Assert.Equal(["anna"], Found(new UserFilter { Users = [UserReference.To(ann)] }));
        Assert.Equal(["anna"], Found(new UserFilter { Users = [UserReference.To(ann)], Profiles = ["Viewer"] }));
        Assert.Empty(Found(new UserFilter { Users = [UserReference.To(ann)], Profiles = ["Admin"] }));
        Assert.Equal(["anna", "bob"], Found(new UserFilter { UserNames = ["b*"], Users = [UserReference.To(ann), UserReference.ByName("anna")] }));
        Assert.Equal("anna", Store.Users.Get(UserReference.To(ann)).UserName);
        IsNotThere("UserNotFound", () => Found(new UserFilter { Users = [UserReference.To(bob)] }));
        IsNotThere("UserNotFound", () => Found(new UserFilter { Users = [UserReference.To(bob)], IsActive = true }));
        IsNotThere("UserNotFound", () => Store.Users.Update(UserReference.To(bob), new UserData { Department = "Art" }));
    }

    [Fact]
    public void What_was_removed_is_refused_as_that_and_not_by_its_name()
    {
        PermGroup group = Store.Groups.Create("G");
        PermProfile profile = Store.Profiles.Create("P");
        Store.Groups.Remove(group);
        Store.Profiles.Remove(profile);
        Store.Groups.Create("G");
        Store.Profiles.Create("P");
        IsNotThere("GroupNotFound", () => Store.Groups.Find(GroupReference.To(group)));
        IsNotThere("GroupNotFound", () => Assert.Empty(Store.Groups.Members(GroupReference.To(group))));
        IsNotThere("GroupNotFound", () => Found(new UserFilter { Group = GroupReference.To(group) }));
        IsNotThere("GroupNotFound", () => Store.Groups.Update(group, "H"));
        IsNotThere("ProfileNotFound", () => Store.Profiles.Find(profile.ToReference()));
        IsNotThere("ProfileNotFound", () => Found(new UserFilter { Profiles = [profile.ToReference()] }));
        IsNotThere("ProfileNotFound", () => Store.Profiles.Update(profile, "Q"));
    }

    [Fact]
    public void What_is_read_now_is_found_in_the_past_under_the_name_of_then()
    {
        Store.Groups.Create("G");
        _test.AddUser("ann", "Admin");
        Join("ann", "G");
        _test.Clock.Advance(TimeSpan.FromMinutes(1));
        DateTimeOffset then = _test.Clock.GetUtcNow();
        _test.Clock.Advance(TimeSpan.FromMinutes(1));
        PermGroup group = Store.Groups.Update("G", "G2");
        PermProfile profile = Store.Profiles.Update("Admin", "Admin2");
        Store.Groups.Create("G");
        PermGroup late = Store.Groups.Create("Late");
        PermUser ann = Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "anna" });
        using PermStore past = Store.AsOf(then);
        Assert.Equal("G", Assert.Single(past.Groups.Find(GroupReference.To(group))).Name);
        Assert.Equal(("G", "ann"), Shown(past.Groups.Members(GroupReference.To(group))));
        Assert.Equal("Admin", Assert.Single(past.Profiles.Find(profile.ToReference())).Name);
        foreach (UserFilter filter in (UserFilter[])[new() { Group = GroupReference.To(group) }, new() { Profiles = [profile.ToReference()] }, new() { Users = [UserReference.To(ann)] }, new() { Users = [UserReference.To(ann)], IsActive = true }])
        {
            Assert.Equal(["ann"], past.Users.Find(filter).Select(user => user.UserName));
        }

        PermNotFoundException refused = Assert.Throws<PermNotFoundException>(() => past.Groups.Find(GroupReference.To(late)));
        Assert.Equal("The group that was read as 'Late' was not there at that time.", refused.Message);
    }

    private static void IsNotThere(string errorId, Action read)
    {
        PermNotFoundException refused = Assert.Throws<PermNotFoundException>(read);
        Assert.Equal((errorId, ErrorDetail.WasRead), (refused.ErrorId, refused.Detail));
        Assert.EndsWith("is no longer there.", refused.Message, StringComparison.Ordinal);
    }

    private static (string Group, string UserName) Shown(IEnumerable<GroupMember> members)
    {
        GroupMember member = Assert.Single(members);
        return (member.Group, member.UserName);
    }

    private string[] Found(UserFilter filter) => [.. Store.Users.Find(filter).Select(user => user.UserName).Order(StringComparer.Ordinal)];

    private void Join(string user, string group) => Store.Groups.AddMembers([new Membership(group, UserReference.ByName(user))])[0].ValueOrThrow();
}
