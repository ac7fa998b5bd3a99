using PermModule.Fakes;

namespace PermModule.Unit.Portal;

/// <summary>Memberships of groups that one side lacks, that have odd names, or that share a name.</summary>
public sealed class PortalGroupTests
{
    [Fact]
    public void A_push_takes_nobody_out_of_groups_that_the_store_does_not_have_unless_it_is_a_sync()
    {
        using PortalFixture fixture = new(users: 10);
        fixture.Pull(options => options with { Kinds = [PortalKind.Profile, PortalKind.User] });
        Assert.Empty(fixture.Compare(PortalDirection.Push));
        Assert.Equal(["Change Membership user0010 Print team"], Names(fixture.Compare(PortalDirection.Push, options => options with { Mode = ImportMode.Sync })));
        fixture.Store.Groups.Create("print TEAM");
        Assert.Equal(["Change Membership user0010 Print team"], Names(fixture.Compare(PortalDirection.Push)));
        fixture.Push();
        Assert.Empty(fixture.Fake.State.User("user0010").GroupIds);
    }

    [Fact]
    public void A_pull_takes_nobody_out_of_groups_that_the_portal_does_not_have_unless_it_is_a_sync()
    {
        using PortalFixture fixture = PortalPushTests.Pulled(users: 10);
        PortalPushTests.Change(fixture, "user0001", new UserData { Groups = ["Local"] });
        PortalPushTests.Change(fixture, "user0002", new UserData { Groups = ["Agency", "Local"] });
        Assert.Equal(["Change Membership user0002 Agency"], Names(fixture.Pull()));
        Assert.Equal(["Local"], fixture.Store.Users.Get("user0002").Groups);
        Assert.Equal(
            ["Change Membership user0001 Local", "Change Membership user0002 Local"],
            Names(fixture.Compare(PortalDirection.Pull, options => options with { Mode = ImportMode.Sync })));
    }

    [Fact]
    public void Where_the_portal_does_not_list_its_groups_those_that_were_noted_are_its_own()
    {
        using PortalFixture fixture = PortalPushTests.Pulled(users: 10);
        PortalPushTests.Change(fixture, "user0002", new UserData { Groups = ["Agency", "Local"] });
        fixture.Fake.Faults = request => request.Path.StartsWith("/api/groups", StringComparison.Ordinal) ? Fault.Forbidden : Fault.None;
        Assert.Equal(["Change Membership user0002 Agency"], Names(fixture.Compare(PortalDirection.Pull, options => options with { Kinds = [PortalKind.Membership] })));
    }

    [Fact]
    public void Names_of_groups_may_hold_what_separates_them()
    {
        using PortalFixture fixture = new(users: 3);
        PortalState state = fixture.Fake.State;
        FakeGroup both = state.AddGroup("A; B");
        foreach (string name in new[] { "A", "B", "C", "x,y", "  ;" })
        {
            state.AddGroup(name);
        }

        state.User("user0001").GroupIds.Add(both.Id);
        fixture.Pull();
        PortalPushTests.Change(fixture, "user0001", new UserData { Groups = ["A; B", "C", "x,y"] });
        Assert.All(fixture.Push(), step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Equal(Ids("A; B", "C", "x,y"), state.User("user0001").GroupIds);
        Assert.Contains("\"Groups\":[\"A; B\",\"C\",\"x,y\"]", fixture.Events("PortalUserChanged").Single().After, StringComparison.Ordinal);
        Assert.Empty(fixture.Compare(PortalDirection.Push));

        IEnumerable<string> Ids(params string[] names) => names.Select(name => state.Group(name).Id);
    }

    [Theory]
    [InlineData("both")]
    [InlineData("id")]
    [InlineData("name")]
    public void A_membership_that_is_not_written_is_kept_however_it_is_shown(string shown)
    {
        using PortalFixture fixture = PortalPushTests.Pulled(users: 10);
        PortalState state = fixture.Fake.State;
        fixture.Fake.Quirks.GroupsAs = shown;
        state.AddGroup("Web");
        state.User("user0010").GroupIds.Add(state.Group("Web").Id);
        Assert.Equal(["Change Membership user0010 Web", "Create Group Web"], Names(fixture.Pull()).Order(StringComparer.Ordinal));
        PortalPushTests.Change(fixture, "user0010", new UserData { Groups = ["Agency", "Web"] });
        Assert.All(fixture.Push(), step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Equal([state.Group("Agency").Id, state.Group("Web").Id], state.User("user0010").GroupIds.Order(StringComparer.Ordinal));
        Assert.Empty(fixture.Compare(PortalDirection.Push));
    }

    [Theory]
    [InlineData("both", PortalResult.Done)]
    [InlineData("id", PortalResult.Done)]
    [InlineData("name", PortalResult.Refused)]
    public void Groups_that_share_a_name_are_not_taken_for_each_other(string shown, PortalResult result)
    {
        using PortalFixture fixture = PortalPushTests.Pulled(users: 3);
        PortalState state = fixture.Fake.State;
        fixture.Fake.Quirks.GroupsAs = shown;
        state.AddGroup("Twin");
        FakeGroup second = state.AddGroup("twin");
        state.User("user0001").GroupIds.Add(second.Id);
        PortalPushTests.Change(fixture, "user0001", new UserData { Groups = ["Agency", "Twin"] });
        PermPortalStep step = Assert.Single(fixture.Push());
        Assert.Equal(("Agency", result), (step.Property, step.Result!.Value));
        Assert.Equal(result == PortalResult.Done ? [second.Id, state.Group("Agency").Id] : [second.Id], state.User("user0001").GroupIds);
        Assert.Equal(result == PortalResult.Done ? null : "PortalUserProtected", step.Error?.ErrorId);

        // Not even where somebody makes the plan say so.
        PortalPushTests.Change(fixture, "user0002", new UserData { Groups = ["Twin"] });
        PermPortalStep left = fixture.Compare(PortalDirection.Push).Single(planned => planned.Name == "user0002");
        Assert.Equal((PortalAction.Manual, "Twin"), (left.Action, left.Property));
        Assert.Equal("PlanOutdated", Assert.Single(fixture.Sync([left with { Action = PortalAction.Change }])).Error?.ErrorId);
        Assert.Empty(state.User("user0002").GroupIds);
    }

    [Theory]
    [InlineData(PortalDirection.Push, "Change Membership user0001 Agency")]
    [InlineData(PortalDirection.Pull, "Change Membership user0001 Print team")]
    public void Memberships_alone_are_compared_of_users_who_are_on_both_sides(PortalDirection direction, string only)
    {
        using PortalFixture fixture = PortalPushTests.Pulled(users: 3);
        PortalState state = fixture.Fake.State;
        fixture.Store.Users.Create(new UserData { UserName = "nina", Email = "nina@example.com", FirstName = "Nina", LastName = "Moe", Profile = "Editors", Groups = ["Agency"] });
        state.AddUser("newcomer", state.Profile("Viewers")).GroupIds.Add(state.Group("Agency").Id);
        PortalPushTests.Change(fixture, "user0001", new UserData { Groups = direction == PortalDirection.Push ? ["Agency"] : [] });
        if (direction == PortalDirection.Pull)
        {
            state.User("user0001").GroupIds.Add(state.Group("Print team").Id);
        }

        foreach (ImportMode mode in new[] { ImportMode.Upsert, ImportMode.Sync })
        {
            Assert.Equal([only], Names(fixture.Compare(direction, options => options with { Kinds = [PortalKind.Membership], Mode = mode })));
            Assert.Equal([only], Names(fixture.Compare(direction, options => options with { Kinds = [PortalKind.Membership], Mode = mode, UserNames = ["nina", "newcomer", "user0001"] })));
        }

        Assert.Equal([only], Names(fixture.Push(options => options with { Direction = direction, Kinds = [PortalKind.Membership] })));
    }

    private static IEnumerable<string> Names(IEnumerable<PermPortalStep> steps) => steps.Select(step => step.ToString());
}
