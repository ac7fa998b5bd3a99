using PermModule.Fakes;

namespace PermModule.Unit.Portal;

/// <summary>A comparison of some users says of them what the comparison of all says.</summary>
public sealed class PortalNamesTests
{
    private static readonly string[] Portal = ["user0001", "user0002", "dora.x", "amb.name", "two", "newcomer", "service"];

    [Fact]
    public void A_user_renamed_on_one_side_is_met_by_either_name()
    {
        using PortalFixture fixture = PortalPushTests.Pulled(users: 3);
        PortalPushTests.Change(fixture, "user0001", new UserData { UserName = "zbob" });
        foreach (string name in new[] { "z*", "user0001", "zbob", "*1" })
        {
            PermPortalStep pull = Assert.Single(fixture.Compare(PortalDirection.Pull, options => options with { UserNames = [name], Kinds = [PortalKind.User], Mode = ImportMode.Sync }));
            Assert.Equal(("UserName", "zbob", "user0001", PortalAction.Change), (pull.Property, pull.From, pull.To, pull.Action));
            PermPortalStep push = Assert.Single(fixture.Compare(PortalDirection.Push, options => options with { UserNames = [name], Kinds = [PortalKind.User] }));
            Assert.Equal(("UserName", "user0001", "zbob", PortalAction.Change), (push.Property, push.From, push.To, push.Action));
        }
    }

    [Fact]
    public void Two_users_of_the_portal_whose_names_differ_in_case_alone_are_two()
    {
        using PortalFixture fixture = new();
        FakeProfile viewers = fixture.Fake.State.Profile("Viewers");
        FakeUser[] twins = [fixture.Fake.State.AddUser("twin", viewers), fixture.Fake.State.AddUser("TWIN", fixture.Fake.State.Profile("Editors"))];
        twins[1].Email = "other@example.com";
        List<PermPortalStep> results = [.. fixture.Pull().Where(step => step is { Kind: PortalKind.User, Action: PortalAction.Create } && NameKey.Fold(step.Name) == "TWIN")];
        Assert.Equal([PortalResult.Done, PortalResult.Refused], results.Select(step => step.Result!.Value).Order());
        Assert.Equal((twins[0].Id, twins[0].Email, "Viewers"), (fixture.Store.Users.Get("twin").ExternalId, fixture.Store.Users.Get("twin").Email, fixture.Store.Users.Get("twin").ProfileName));

        fixture.Store.Users.Remove([UserReference.ByName("twin")]);
        PermPortalStep[] plan = [.. fixture.Compare(PortalDirection.Push, options => options with { Mode = ImportMode.Sync }).Where(step => step.Action == PortalAction.Deactivate)];
        Assert.Equal("SyncTooMany", Assert.ThrowsAny<PermException>(() => fixture.Sync(plan, options => options with { MaxDeactivate = "1" })).ErrorId);
        Assert.Equal(2, fixture.Sync(plan).Count(step => step.Result == PortalResult.Done));
        Assert.All(twins, twin => Assert.False(twin.IsActive));
    }

    [Fact]
    public void A_user_who_is_the_same_by_address_alone_is_neither_created_nor_deactivated()
    {
        using PortalFixture fixture = Odd();
        foreach (string name in new[] { "dora", "DORA.X", "dor*", "*.x" })
        {
            PermPortalStep[] push = [.. fixture.Compare(PortalDirection.Push, options => options with { UserNames = [name], Kinds = [PortalKind.User] })];
            Assert.Equal(("UserName", "dora.x", "dora"), (push[0].Property, push[0].From, push[0].To));
            Assert.All(push, step => Assert.Equal(PortalAction.Change, step.Action));
            PermPortalStep[] pull = [.. fixture.Compare(PortalDirection.Pull, options => options with { UserNames = [name], Kinds = [PortalKind.User], Mode = ImportMode.Sync })];
            Assert.All(pull, step => Assert.Equal((PortalAction.Change, "dora"), (step.Action, step.Name)));
        }
    }

    [Fact]
    public void A_name_given_twice_or_once_for_each_side_is_planned_once()
    {
        using PortalFixture fixture = PortalPushTests.Pulled(users: 3);
        PortalPushTests.Change(fixture, "user0001", new UserData { UserName = "zbob" });
        Assert.Equal(["UserName"], fixture.Compare(PortalDirection.Push, options => options with { UserNames = ["zbob", "ZBOB ", "user0001", "zb*"] }).Select(step => step.Property));
        Assert.Equal(["UserName"], fixture.Compare(PortalDirection.Push, options => options with { UserNames = ["user0001", "User0001", "zbob"] }).Select(step => step.Property));
        Assert.Equal("UserNotFound", Assert.Single(fixture.Compare(PortalDirection.Push, options => options with { UserNames = ["nobody", "NOBODY"], Kinds = [PortalKind.User] })).Error?.ErrorId);
        Assert.Equal("UserNotFound", Assert.Single(fixture.Compare(PortalDirection.Push, options => options with { UserNames = [" "], Kinds = [PortalKind.User] })).Error?.ErrorId);
    }

    [Theory]
    [InlineData(PortalDirection.Push, ImportMode.Upsert)]
    [InlineData(PortalDirection.Push, ImportMode.Sync)]
    [InlineData(PortalDirection.Pull, ImportMode.Upsert)]
    [InlineData(PortalDirection.Pull, ImportMode.Sync)]
    public void Every_name_and_every_wildcard_gives_the_answer_of_the_whole(PortalDirection direction, ImportMode mode)
    {
        using PortalFixture fixture = Odd();
        PermPortalStep[] all = [.. Compare(null)];
        Dictionary<string, string> there = fixture.Fake.State.Users.Values.ToDictionary(user => user.Id, user => user.UserName, StringComparer.Ordinal);
        string[] names = [.. Portal, .. fixture.Store.Users.Find().Select(user => user.UserName)];
        foreach (string name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            string[] wanted = Texts(all.Where(step => IsNamed(step, name)));
            Assert.Equal(wanted, Texts(Compare(name)));
            Assert.Equal(wanted, Texts(Compare($"[{name[0]}]{name[1..]}")));
        }

        // Nobody who could be somebody else is created or deactivated beside the refusal.
        Assert.DoesNotContain(all, step => step.Error is null && step.Action is (PortalAction.Create or PortalAction.Deactivate) && step.Name is "amb.name" or "amb.mail" or "twin1" or "twin2");
        Assert.Equal(2, all.Count(step => step.Error?.ErrorId == "PortalUserAmbiguous"));

        IEnumerable<PermPortalStep> Compare(string? name) => fixture.Compare(direction, options => options with { Mode = mode, Kinds = [PortalKind.User, PortalKind.Membership], UserNames = name is null ? null : [name] });

        bool IsNamed(PermPortalStep step, string name) => step.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || (step.ExternalId is { } id && there.TryGetValue(id, out string? known) && known.Equals(name, StringComparison.OrdinalIgnoreCase))
            || (step.Error is not null && name is "amb.mail" or "twin1" or "twin2" && step.Name == (name == "amb.mail" ? "amb.name" : "two"));
    }

    [Fact]
    public void A_name_that_the_portal_knows_costs_no_list()
    {
        using PortalFixture fixture = Odd();
        Assert.Equal(0, Lists("user0001", "user0002", "nobody"));
        Assert.Equal(1, Lists("user0001", "missing", "dora"));

        int Lists(params string[] names)
        {
            int before = fixture.Fake.Requests.Count;
            fixture.Compare(PortalDirection.Push, options => options with { UserNames = names, Kinds = [PortalKind.User] });
            return fixture.Fake.Requests.Skip(before).Count(request => request.Path.StartsWith("/api/v4/users/?", StringComparison.Ordinal));
        }
    }

    /// <summary>A portal and a store whose users are the same in every way two can be.</summary>
    private static PortalFixture Odd()
    {
        PortalFixture fixture = PortalPushTests.Pulled(users: 3);
        PortalState state = fixture.Fake.State;
        UserService users = fixture.Store.Users;
        PortalPushTests.Change(fixture, "user0001", new UserData { UserName = "zbob" });
        PortalPushTests.Change(fixture, "user0003", new UserData { Groups = ["Agency"] });
        FakeProfile viewers = state.Profile("Viewers");
        state.AddUser("dora.x", viewers).Email = "dora@example.com";
        users.Create(new UserData { UserName = "dora", Email = "DORA@example.com", FirstName = "Dora", LastName = "X", Profile = "Viewers" });
        state.AddUser("amb.name", viewers).Email = "amb@example.com";
        users.Create(new UserData { UserName = "amb.name", Email = "amb.name@example.com", FirstName = "A", LastName = "B", Profile = "Viewers" });
        users.Create(new UserData { UserName = "amb.mail", Email = "amb@example.com", FirstName = "A", LastName = "B", Profile = "Viewers" });
        FakeUser two = state.AddUser("two", viewers);
        users.Create(new UserData { UserName = "twin1", Email = "twin1@example.com", FirstName = "A", LastName = "B", Profile = "Viewers", ExternalId = two.Id });
        users.Create(new UserData { UserName = "twin2", Email = "twin2@example.com", FirstName = "A", LastName = "B", Profile = "Viewers", ExternalId = two.Id.Replace("-", "", StringComparison.Ordinal) });
        users.Create(new UserData { UserName = "missing", Email = "missing@example.com", FirstName = "A", LastName = "B", Profile = "Viewers" });
        users.Create(new UserData { UserName = "gone", Email = "gone@example.com", FirstName = "A", LastName = "B", Profile = "Viewers", ExternalId = state.NewId() });
        state.AddUser("newcomer", viewers);
        return fixture;
    }

    private static string[] Texts(IEnumerable<PermPortalStep> steps) => [.. steps.Select(step => $"{step} {step.From} {step.To} {step.Error?.ErrorId}").Order(StringComparer.Ordinal)];
}
