using PermModule.Fakes;

namespace PermModule.Unit.Portal;

public sealed class PortalPushTests
{
    [Fact]
    public void A_push_makes_the_portal_what_the_store_says_and_a_second_compare_is_empty()
    {
        using PortalFixture fixture = Pulled(users: 30);
        PermStore store = fixture.Store;
        store.Users.Create(new UserData { UserName = "nina", Email = "nina@example.com", FirstName = "Nina", LastName = "Moe", Profile = "Editors", Groups = ["Agency"], Department = "Legal" });
        Change(fixture, "user0001", new UserData { Profile = "Editors", Department = "Legal", Groups = ["Agency", "Print team"] });
        Change(fixture, "user0002", new UserData { IsActive = false });
        Change(fixture, "user0025", new UserData { IsActive = true });
        Change(fixture, "user0010", new UserData { Groups = [] });
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        Assert.Equal(
            [
                "Change Membership nina Agency", "Change Membership user0001 Agency", "Change Membership user0001 Print team", "Change Membership user0010 Print team",
                "Change User user0001 Department", "Change User user0001 Profile", "Create User nina", "Deactivate User user0002 IsActive", "Reactivate User user0025 IsActive",
            ],
            plan.Select(step => step.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal((-1, Tier.Light), plan.Where(step => step.Action == PortalAction.Deactivate).Select(step => (step.Seats, step.Tier!.Value)).Single());
        Assert.Contains("180 days", plan.Single(step => step.Action == PortalAction.Deactivate).Warning, StringComparison.Ordinal);
        Assert.Equal((1, Tier.Regular), plan.Where(step => step.Property == "Profile").Select(step => (step.Seats, step.Tier!.Value)).Single());
        List<PermPortalStep> results = fixture.Sync(plan);
        Assert.All(results, step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Equal(201, results.Single(step => step.Action == PortalAction.Create).Status);
        Assert.All(results.Where(step => step.Name != "nina"), step => Assert.Equal(202, step.Status));
        FakeUser nina = fixture.Fake.State.User("nina");
        Assert.Equal((fixture.Fake.State.Profile("Editors").Id, "Legal", true), (nina.ProfileId!, nina.Department, nina.IsActive));
        Assert.Equal([fixture.Fake.State.Group("Agency").Id], nina.GroupIds);
        Assert.Equal(nina.Id, store.Users.Get("nina").ExternalId);
        Assert.False(fixture.Fake.State.User("user0002").IsActive);
        Assert.Empty(fixture.Fake.State.User("user0010").GroupIds);
        Assert.All(fixture.Fake.State.Users.Values, user => Assert.InRange(user.Writes, 0, 1));
        Assert.Empty(fixture.Compare(PortalDirection.Push));
        Assert.Empty(fixture.Compare(PortalDirection.Pull));
        Assert.DoesNotContain(fixture.Fake.Requests, request => request.Method == "DELETE");
    }

    [Fact]
    public void Every_request_is_in_the_trail_before_it_is_sent_and_with_the_answer_of_the_portal()
    {
        using PortalFixture fixture = Pulled(users: 4);
        Change(fixture, "user0001", new UserData { Department = "Legal" });
        fixture.Fake.Before = request =>
        {
            if (request.Method == "POST")
            {
                using PermStore other = PermStore.Open(fixture.Local.Path);
                PermAuditEvent sent = other.Trail.FindEvents().Last(happened => happened.TargetType == "Portal");
                Assert.Equal(("PortalRequestSent", "user0001"), (sent.Action, sent.Target));
            }
        };
        fixture.Push();
        PermAuditEvent changed = fixture.Events("PortalUserChanged").Single();
        Assert.Equal("user0001", changed.Target);
        Assert.Contains("\"Status\":202", changed.After, StringComparison.Ordinal);
        Assert.Contains("\"Department\":\"Legal\"", changed.After, StringComparison.Ordinal);
        Assert.Contains("\"Department\":\"Marketing\"", fixture.Events("PortalRequestSent").Single().Before, StringComparison.Ordinal);
        Assert.True(fixture.Store.Trail.Verify().IsIntact);
    }

    [Fact]
    public void Neither_tokens_nor_passwords_are_told_anywhere()
    {
        using PortalFixture fixture = Pulled(users: 2);
        fixture.Store.Users.Create(new UserData { UserName = "nina", Email = "nina@example.com", FirstName = "Nina", LastName = "Moe", Profile = "Editors" });
        fixture.Push();
        string password = fixture.Fake.Writes.Single().Body.Split("password=")[1].Split('&')[0];
        Assert.True(password.Length > 30);
        Assert.DoesNotContain(fixture.Store.Trail.FindEvents(), happened => (happened.After + happened.Before).Contains(fixture.Fake.Token, StringComparison.Ordinal) || (happened.After + happened.Before).Contains(Uri.UnescapeDataString(password), StringComparison.Ordinal));
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(fixture.Local.Path)!))
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(fixture.Fake.Token, reader.ReadToEnd(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_somebody_changed_in_the_portal_meanwhile_is_not_overwritten()
    {
        using PortalFixture fixture = Pulled(users: 3);
        Change(fixture, "user0001", new UserData { Department = "Legal" });
        Change(fixture, "user0002", new UserData { Department = "Legal" });
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        fixture.Fake.State.User("user0001").Department = "Finance";
        fixture.Fake.State.User("user0002").Department = "Legal";
        List<PermPortalStep> results = fixture.Sync(plan);
        Assert.Equal("PortalChanged", results.Single(step => step.Name == "user0001").Error?.ErrorId);
        Assert.Equal(PortalResult.Unchanged, results.Single(step => step.Name == "user0002").Result);
        Assert.Equal("Finance", fixture.Fake.State.User("user0001").Department);
        Assert.Empty(fixture.Fake.Writes);
    }

    [Fact]
    public void A_plan_that_the_store_has_left_behind_is_refused()
    {
        using PortalFixture fixture = Pulled(users: 3);
        Change(fixture, "user0001", new UserData { Department = "Legal" });
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        Change(fixture, "user0001", new UserData { Department = "Finance" });
        Assert.Equal("PlanOutdated", Assert.Single(fixture.Sync(plan)).Error?.ErrorId);
        Assert.Empty(fixture.Fake.Writes);
    }

    [Fact]
    public void A_plan_for_another_portal_or_from_another_store_is_refused_whole()
    {
        using PortalFixture fixture = Pulled(users: 3);
        Change(fixture, "user0001", new UserData { Department = "Legal" });
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        using PortalFixture other = new(users: 3);
        Assert.Equal("OtherPortal", Refusal(() => fixture.Store.Portal.Sync(other.Portal, plan).ToList()));
        Assert.Equal("OtherStore", Refusal(() => other.Store.Portal.Sync(fixture.Portal, plan).ToList()));
        List<PermPortalStep> made = [.. fixture.Store.Portal.Compare(other.Portal, new PortalCompareOptions { Direction = PortalDirection.Push })];
        Assert.Equal("OtherPortal", Refusal(() => fixture.Store.Portal.Sync(other.Portal, made).ToList()));
        Assert.Empty(fixture.Fake.Writes.Concat(other.Fake.Writes));
    }

    [Fact]
    public void The_user_of_the_token_and_the_last_portal_owner_are_left_to_a_person()
    {
        using PortalFixture fixture = Pulled(users: 12);
        fixture.Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("user0001"), null, null)]);
        Change(fixture, "service", new UserData { Profile = "Viewers" });
        Change(fixture, "user0001", new UserData { Profile = "Editors" });
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        Assert.All(plan, step => Assert.Equal(PortalAction.Manual, step.Action));
        Assert.Equal(["service", "user0001"], plan.Select(step => step.Name));

        // Also where somebody makes the plan say otherwise.
        List<PermPortalStep> forged = plan.ConvertAll(step => step with { Action = PortalAction.Change });
        PermPortalStep pulled = plan[1] with { Direction = PortalDirection.Pull, Action = PortalAction.Change, Property = "IsActive", From = "True", To = "False" };
        Assert.Equal("PortalUserProtected", Assert.Single(fixture.Sync([pulled])).Error?.ErrorId);
        Assert.Equal(["PortalUserProtected", "PortalUserProtected"], fixture.Sync(forged).Select(step => step.Error!.ErrorId));
        Assert.Empty(fixture.Fake.Writes);
    }

    [Fact]
    public void A_plan_that_somebody_wrote_by_hand_carries_out_nothing_that_no_plan_says()
    {
        using PortalFixture fixture = Pulled(users: 3);
        Change(fixture, "user0001", new UserData { Department = "Legal", Location = "Spain" });
        PermPortalStep step = fixture.Compare(PortalDirection.Push).First(planned => planned.Property == "Department");
        PermPortalStep[] forged =
        [
            step with { Property = "Shoe" },
            step with { Property = null },
            step with { Property = "Location", To = "Spain" },
            step with { Action = PortalAction.Create, Property = null, Values = null },
            step with { Kind = PortalKind.Membership, Property = null },
            step with { Direction = PortalDirection.Pull, Property = "Shoe" },
            step with { Direction = PortalDirection.Pull, Property = "LastLoginAt", From = "2026-10-02T08:15:00.000Z", To = "yesterday" },
            step with { Direction = PortalDirection.Pull, Action = PortalAction.Create, Name = "made.up", Values = null },
            step with { Direction = PortalDirection.Pull, Action = PortalAction.Create, Name = "made.up", Values = new Dictionary<string, string> { ["Shoe"] = "42" } },
            step with { Direction = PortalDirection.Pull, Kind = PortalKind.Profile, ExternalId = "nothing", Property = "Rights" },
        ];
        foreach (PermPortalStep bad in forged)
        {
            PermPortalStep result = Assert.Single(fixture.Sync([bad]));
            Assert.True(result.Error?.ErrorId is "InvalidPlan" or "InvalidName" or "PlanOutdated" or "PortalChanged", $"{bad}: {result.Error?.ErrorId}");
        }

        Assert.Empty(fixture.Fake.Writes);
        Assert.Equal(4, fixture.Store.Summary.Users);
    }

    [Fact]
    public void More_deactivations_than_expected_are_refused_before_anything_is_written()
    {
        using PortalFixture fixture = Pulled(users: 40);
        for (int i = 1; i <= 11; i++)
        {
            Change(fixture, $"user{i:0000}", new UserData { IsActive = false });
        }

        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        PermException error = Assert.ThrowsAny<PermException>(() => fixture.Sync(plan));
        Assert.Equal("SyncTooMany", error.ErrorId);
        Assert.Contains("user0001", error.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Fake.Writes);
        Assert.Equal("SyncTooMany", Refusal(() => fixture.Sync(plan.ConvertAll(step => step with { Action = PortalAction.Change }))));
        Assert.Equal("InvalidValue", Refusal(() => fixture.Sync(plan, options => options with { MaxDeactivate = "many" })));
        Assert.Equal(11, fixture.Sync(plan, options => options with { MaxDeactivate = "11" }).Count(step => step.Result == PortalResult.Done));
    }

    [Fact]
    public void What_the_interface_cannot_do_is_a_list_for_a_person()
    {
        using PortalFixture fixture = Pulled(users: 4);
        PermStore store = fixture.Store;
        store.Profiles.Grant("Viewers", ["asset-bank.asset-management.upload-assets"]);
        store.Profiles.Create("Partners");
        store.Groups.Create("Newcomers");
        Change(fixture, "user0001", new UserData { Location = "Spain", Profile = "Partners", Groups = ["Newcomers"] });
        store.Users.Create(new UserData { UserName = "noname", Email = "noname@example.com", Profile = "Viewers" });
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        Assert.All(plan, step => Assert.Equal(PortalAction.Manual, step.Action));
        Assert.Equal(
            ["Manual Group Newcomers", "Manual Profile Partners", "Manual Profile Viewers asset-bank.asset-management.upload-assets", "Manual User noname", "Manual User user0001 Location", "Manual User user0001 Profile"],
            plan.Select(step => step.ToString()).Order(StringComparer.Ordinal));
        Assert.Contains("Permission Management", plan.First(step => step.Name == "Viewers").Why, StringComparison.Ordinal);
        Assert.All(fixture.Sync(plan), step => Assert.Equal(PortalResult.Manual, step.Result));
        Assert.Empty(fixture.Fake.Writes);
    }

    [Fact]
    public void A_right_that_no_role_code_stands_for_is_not_compared_and_said()
    {
        using PortalFixture fixture = Pulled(users: 1);
        fixture.Store.Profiles.Grant("Viewers", ["asset-bank.asset.manage-brands"]);
        Assert.Empty(fixture.Compare(PortalDirection.Push));
        fixture.Store.Profiles.Grant("Viewers", ["asset-bank.asset-management.upload-assets"]);
        Assert.Contains("1 more right of the profile has no role code", Assert.Single(fixture.Compare(PortalDirection.Push)).Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_removed_in_the_portal_is_not_created_again_without_a_person()
    {
        using PortalFixture fixture = Pulled(users: 3);
        fixture.Fake.State.Users.Remove(fixture.Fake.State.User("user0002").Id);
        PermPortalStep step = Assert.Single(fixture.Compare(PortalDirection.Push));
        Assert.Equal((PortalAction.Manual, "user0002"), (step.Action, step.Name));
    }

    [Fact]
    public void A_portal_that_only_adds_groups_gets_what_it_can_and_the_rest_is_left_to_a_person()
    {
        using PortalFixture fixture = Pulled(users: 12);
        fixture.Fake.Quirks.AddsGroups = true;
        Change(fixture, "user0010", new UserData { Groups = ["Agency"] });

        // A wrong setting is found by reading back.
        List<PermPortalStep> results = fixture.Push();
        Assert.All(results, step => Assert.Equal("PortalNotVerified", step.Error?.ErrorId));
        Assert.Single(fixture.Events("PortalChangeNotVerified"));
        fixture.Connect(options => options with { GroupIds = PortalGroupIds.Add });
        PermPortalStep left = Assert.Single(fixture.Compare(PortalDirection.Push));
        Assert.Equal((PortalAction.Manual, "Print team"), (left.Action, left.Property));
    }

    [Fact]
    public void A_value_that_the_portal_keeps_is_no_success()
    {
        using PortalFixture fixture = Pulled(users: 3);
        fixture.Fake.Quirks.KeepsWhenEmpty = true;
        Change(fixture, "user0001", new UserData { Department = "" });
        Assert.Empty(fixture.Compare(PortalDirection.Push));
        List<PermPortalStep> results = fixture.Push(options => options with { Mode = ImportMode.Sync });
        Assert.Equal("PortalNotVerified", Assert.Single(results).Error?.ErrorId);
        Assert.Contains("Marketing", results[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_of_the_portal_is_told_with_its_words_and_stops_nobody_else()
    {
        using PortalFixture fixture = Pulled(users: 26);
        (fixture.Fake.Quirks.ReactivationDelayDays, fixture.Fake.Quirks.HasJsonErrors) = (180, true);
        fixture.Fake.State.User("user0025").DeactivatedAt = fixture.Clock.GetUtcNow();
        Change(fixture, "user0025", new UserData { IsActive = true });
        Change(fixture, "user0001", new UserData { Department = "Legal" });
        List<PermPortalStep> results = fixture.Push();
        PermPortalStep refused = results.Single(step => step.Name == "user0025");
        Assert.Equal(("PortalRefused", 409), (refused.Error!.ErrorId, refused.Status!.Value));
        Assert.Contains("can be activated after 180 days", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(PortalResult.Done, results.Single(step => step.Name == "user0001").Result);
        Assert.Contains("\"Status\":409", fixture.Events("PortalChangeRefused").Single().After, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_was_opened_read_only_is_refused_also_on_trial()
    {
        using PortalFixture fixture = new(users: 2);
        fixture.Pull();
        Change(fixture, "user0001", new UserData { JobTitle = "Changed" });
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        using PermStore store = PermStore.Open(fixture.Store.Path, new PermStoreOptions { IsReadOnly = true });
        Assert.All((bool[])[true, false], isTrial => Assert.Equal("StoreReadOnly", Assert.ThrowsAny<PermException>(() => store.Portal.Sync(fixture.Portal, plan, new PortalSyncOptions { IsTrial = isTrial }).ToList()).ErrorId));
    }

    [Fact]
    public void Seats_are_freed_before_they_are_taken()
    {
        using PortalFixture fixture = Pulled(users: 10);
        fixture.Fake.Quirks.Seats = fixture.Fake.State.Users.Values.Count(user => user.IsActive);
        fixture.Store.Users.Create(new UserData { UserName = "aaron", Email = "aaron@example.com", FirstName = "A", LastName = "B", Profile = "Viewers" });
        Change(fixture, "user0009", new UserData { IsActive = false });
        Assert.All(fixture.Push(), step => Assert.Equal(PortalResult.Done, step.Result));
    }

    [Fact]
    public void A_token_that_may_not_write_is_told_before_anything_is_sent()
    {
        using PortalFixture fixture = Pulled(users: 3);
        Change(fixture, "user0001", new UserData { Department = "Legal" });
        fixture.Fake.State.Profile("Portal administrators").Roles.Remove("USERMANAGEMENT");
        fixture.Connect();
        PermException error = Assert.ThrowsAny<PermException>(() => fixture.Push(options => options with { Kinds = [PortalKind.User] }));
        Assert.Equal("PortalForbidden", error.ErrorId);
        Assert.Contains("USERMANAGEMENT", error.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Fake.Writes);
    }

    [Fact]
    public void Named_users_cost_a_request_each_and_not_the_list()
    {
        using PortalFixture fixture = Pulled(users: 40);
        Change(fixture, "user0001", new UserData { Department = "Legal" });
        Change(fixture, "user0002", new UserData { Department = "Legal" });
        int before = fixture.Fake.Requests.Count;
        PermPortalStep step = Assert.Single(fixture.Compare(PortalDirection.Push, options => options with { UserNames = ["user0001"], Kinds = [PortalKind.User] }));
        Assert.Equal("user0001", step.Name);
        Assert.InRange(fixture.Fake.Requests.Count - before, 1, 4);
        Assert.Equal("UserNotFound", Assert.Single(fixture.Compare(PortalDirection.Push, options => options with { UserNames = ["nobody"], Kinds = [PortalKind.User] })).Error?.ErrorId);
        Assert.Equal(2, fixture.Compare(PortalDirection.Push, options => options with { UserNames = ["user000*"] }).Count);
    }

    [Fact]
    public void A_store_used_as_somebody_without_the_right_neither_compares_nor_pushes()
    {
        using PortalFixture fixture = Pulled(users: 3);
        Change(fixture, "user0001", new UserData { Department = "Legal" });
        using PermStore store = PermStore.Open(fixture.Local.Path, fixture.Local.Options with { ActingUser = "user0002" });
        Assert.Equal("NotPermitted", Refusal(() => store.Portal.Compare(fixture.Portal, new PortalCompareOptions()).ToList()));
        Assert.Equal("NotPermitted", Refusal(() => store.Portal.Sync(fixture.Portal, []).ToList()));
    }

    [Fact]
    public void An_id_of_a_directory_stays_until_a_pull_says_that_it_replaces_it()
    {
        using PortalFixture fixture = Pulled(users: 3);
        string[] directory = ["5f0c1a7e-0b6d-4a2f-9a53-1f4f0e6f3c11", "6f0c1a7e-0b6d-4a2f-9a53-1f4f0e6f3c11"];
        Change(fixture, "user0001", new UserData { ExternalId = directory[0], Department = "Legal" });
        Change(fixture, "user0002", new UserData { ExternalId = "", Department = "Legal" });
        fixture.Store.Users.Create(new UserData { UserName = "nina", Email = "nina@example.com", FirstName = "Nina", LastName = "Moe", Profile = "Editors", ExternalId = directory[1] });
        Assert.All(fixture.Push(), step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Equal((directory[0], directory[1]), (fixture.Store.Users.Get("user0001").ExternalId, fixture.Store.Users.Get("nina").ExternalId));
        Assert.Equal(fixture.Fake.State.User("user0002").Id, fixture.Store.Users.Get("user0002").ExternalId);
        int before = fixture.Fake.Requests.Count;
        Assert.Empty(fixture.Compare(PortalDirection.Push));
        Assert.DoesNotContain(fixture.Fake.Requests.Skip(before), request => directory.Any(id => request.Path.Contains(id, StringComparison.OrdinalIgnoreCase)));
        Assert.Empty(fixture.Compare(PortalDirection.Push, options => options with { UserNames = ["nina", "user0001"], Kinds = [PortalKind.User] }));
        List<PermPortalStep> pull = fixture.Compare(PortalDirection.Pull);
        Assert.Equal(directory, pull.Where(step => step.Property == "ExternalId").Select(step => step.From));
        fixture.Sync(pull);
        Assert.Equal(fixture.Fake.State.User("nina").Id, fixture.Store.Users.Get("nina").ExternalId);
    }

    [Fact]
    public void Nothing_is_pushed_inside_a_transaction_that_could_be_rolled_back()
    {
        using PortalFixture fixture = Pulled(users: 3);
        using PermTransaction transaction = fixture.Store.BeginTransaction();
        Assert.Equal("TransactionAlreadyOpen", Refusal(() => fixture.Sync([])));
    }

    internal static PortalFixture Pulled(int users)
    {
        PortalFixture fixture = new(users);
        fixture.Pull();
        return fixture;
    }

    internal static void Change(PortalFixture fixture, string name, UserData change) =>
        fixture.Store.Users.Update(UserReference.ByName(name), change, new UserBatchOptions { CreateGroups = true, Force = true });

    private static string Refusal(Func<object> action) => Assert.ThrowsAny<PermException>(action).ErrorId;
}
