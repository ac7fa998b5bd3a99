namespace PermModule.Unit.Portal;

public sealed class PortalScenarioTests
{
    [Fact]
    public void Twelve_hundred_people_are_pulled_restructured_and_pushed_within_the_seats()
    {
        using PortalFixture fixture = new(users: 1_200);
        PermStore store = fixture.Store;
        fixture.Pull();
        Assert.Equal(1_201, store.Summary.Users);
        IReadOnlyList<SeatUsage> before = store.Seats.GetUsage();
        long regular = before.Single(usage => usage.Tier == Tier.Regular).Active;
        store.Seats.SetContract(new SeatContract { Regular = regular, Light = before.Single(usage => usage.Tier == Tier.Light).Active + 60 });

        // Editors in sales become contributors without editing, and their seats light.
        store.Profiles.Create("Contributors", rights: ["asset-bank.collections.create-collections", "asset-bank.collections.access-to-collections-published-online"]);
        PermUser[] moved = [.. store.Users.Find(new UserFilter { Profiles = ["Editors"], Department = "Sales", IsActive = true }).Take(50)];
        foreach (PermUser user in moved)
        {
            store.Users.Update(UserReference.To(user), new UserData { Profile = "Contributors" });
        }

        // What the interface cannot do is done by a person first.
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        Assert.Equal(51, plan.Count(step => step.Action == PortalAction.Manual));
        fixture.Fake.State.AddProfile("Contributors", "COLLECTIONS", "collection.public.view");
        plan = fixture.Compare(PortalDirection.Push);
        Assert.Equal(50, plan.Count);
        Assert.All(plan, step => Assert.Equal((PortalAction.Change, "Profile", 1, Tier.Light), (step.Action, step.Property, step.Seats, step.Tier!.Value)));
        Assert.All(fixture.Sync(plan), step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Empty(fixture.Compare(PortalDirection.Push));
        Assert.Equal(50, fixture.Fake.State.Users.Values.Count(user => user.ProfileId == fixture.Fake.State.Profile("Contributors").Id));
        Assert.Equal(50, fixture.Events("PortalUserChanged").Count);
        Assert.All(store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }
}
