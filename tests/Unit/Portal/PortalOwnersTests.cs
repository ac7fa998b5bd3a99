using PermModule.Fakes;

namespace PermModule.Unit.Portal;

/// <summary>However many portal owners lose their place on the leading side, one stays.</summary>
public sealed class PortalOwnersTests
{
    [Fact]
    public void A_pull_leaves_one_of_several_owners_who_are_gone()
    {
        using PortalFixture fixture = Owned();
        PortalState state = fixture.Fake.State;
        state.Users.Remove(state.User("user0001").Id);
        state.User("user0002").IsActive = false;
        state.User("user0003").ProfileId = state.Profile("Editors").Id;
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Pull, options => options with { Mode = ImportMode.Sync });
        Assert.Equal(["Change user0003", "Deactivate user0002", "Manual user0001"], plan.Select(step => $"{step.Action} {step.Name}").Order(StringComparer.Ordinal));

        // Also where somebody makes the plan say otherwise.
        List<PermPortalStep> forged = plan.ConvertAll(step => step.Action == PortalAction.Manual ? step with { Action = PortalAction.Deactivate } : step);
        Assert.Equal("PortalUserProtected", Assert.Single(fixture.Sync(forged, options => options with { IsTrial = true }), step => step.Error is not null).Error!.ErrorId);
        Assert.Equal("PortalUserProtected", Assert.Single(fixture.Sync(forged), step => step.Error is not null).Error!.ErrorId);
        PermUser left = Assert.Single(fixture.Store.Roles.Members(PermRole.PortalOwner).Select(member => fixture.Store.Users.Get(member.UserName)), user => user.IsActive);
        Assert.Equal(("user0003", "Viewers"), (left.UserName, left.ProfileName));
    }

    [Fact]
    public void A_push_leaves_one_of_several_owners_who_get_another_profile()
    {
        using PortalFixture fixture = Owned();
        foreach (int i in new[] { 1, 2, 3 })
        {
            PortalPushTests.Change(fixture, $"user000{i}", new UserData { Profile = "Editors", Department = "Legal" });
        }

        List<PermPortalStep> plan = [.. fixture.Compare(PortalDirection.Push).Where(step => step.Property == "Profile")];
        Assert.Equal([PortalAction.Change, PortalAction.Change, PortalAction.Manual], plan.Select(step => step.Action));
        List<PermPortalStep> forged = plan.ConvertAll(step => step with { Action = PortalAction.Change });
        Assert.Equal("PortalUserProtected", Assert.Single(fixture.Sync(forged, options => options with { IsTrial = true }), step => step.Error is not null).Error!.ErrorId);
        Assert.Equal("PortalUserProtected", Assert.Single(fixture.Sync(forged), step => step.Error is not null).Error!.ErrorId);
        Assert.Equal(2, fixture.Fake.Writes.Count());
    }

    [Fact]
    public void An_owner_whom_the_portal_does_not_change_is_still_one()
    {
        using PortalFixture fixture = Owned();
        foreach (int i in new[] { 1, 2 })
        {
            PortalPushTests.Change(fixture, $"user000{i}", new UserData { Profile = "Editors" });
        }

        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        fixture.Store.Roles.RemoveMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("user0003"), null, null)]);
        int writes = 0;
        fixture.Fake.Faults = request => request.Method == "POST" && writes++ == 0 ? Fault.Forbidden : Fault.None;
        Assert.Equal(["PortalForbidden", null], fixture.Sync(plan).Select(step => step.Error?.ErrorId));
    }

    private static PortalFixture Owned()
    {
        PortalFixture fixture = PortalPushTests.Pulled(users: 12);
        fixture.Store.Roles.AddMembers([.. new[] { "user0001", "user0002", "user0003" }.Select(name => new RoleAssignment(PermRole.PortalOwner, UserReference.ByName(name), null, null))]);
        return fixture;
    }
}
