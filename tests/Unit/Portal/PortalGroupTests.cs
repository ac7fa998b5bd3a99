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

    private static IEnumerable<string> Names(IEnumerable<PermPortalStep> steps) => steps.Select(step => step.ToString());
}
