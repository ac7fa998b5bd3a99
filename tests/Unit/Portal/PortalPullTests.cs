using PermModule.Fakes;

namespace PermModule.Unit.Portal;

public sealed class PortalPullTests
{
    [Fact]
    public void A_pull_fills_the_store_and_a_second_compare_is_empty()
    {
        using PortalFixture fixture = new(users: 130);
        List<PermPortalStep> results = fixture.Pull();
        Assert.All(results, step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Equal(131, fixture.Store.Summary.Users);
        PermUser user = fixture.Store.Users.Get("user0010");
        FakeUser there = fixture.Fake.State.User("user0010");
        Assert.Equal(("First10", "Last10", "Viewers", "Marketing", "Lead", "Norway"), (user.FirstName, user.LastName, user.ProfileName, user.Department, user.JobTitle, user.Location));
        Assert.Equal(["Print team"], user.Groups);
        Assert.Equal(there.Id, user.ExternalId);
        Assert.Equal(new DateTimeOffset(2026, 10, 2, 8, 15, 0, TimeSpan.Zero), user.LastLoginAt);
        Assert.False(fixture.Store.Users.Get("user0025").IsActive);
        Assert.Empty(fixture.Compare(PortalDirection.Pull));
        Assert.Empty(fixture.Compare(PortalDirection.Push));
        Assert.All(fixture.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
        Assert.NotEmpty(fixture.Events("PortalPulled"));
    }

    [Fact]
    public void Profiles_get_the_rights_of_their_codes_and_keep_what_no_code_stands_for()
    {
        using PortalFixture fixture = new();
        fixture.Fake.State.Profile("Editors").Roles.Add("SOMETHINGNEW");
        fixture.Store.Profiles.Create("Editors", rights: ["asset-bank.asset.manage-brands"]);
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Pull, options => options with { Kinds = [PortalKind.Profile] });
        PermPortalStep rights = Assert.Single(plan, step => step is { Name: "Editors", Property: "Rights" });
        Assert.Contains("asset-bank.asset-management.upload-assets", rights.To, StringComparison.Ordinal);
        Assert.Null(rights.From);
        Assert.Contains("SOMETHINGNEW", rights.Warning, StringComparison.Ordinal);
        Assert.Contains("Heavy", rights.Warning, StringComparison.Ordinal);
        fixture.Sync(plan);
        Assert.Contains("asset-bank.asset.manage-brands", fixture.Store.Profiles.Get("Editors").Rights);
        Assert.Contains("asset-bank.asset-management.edit-assets", fixture.Store.Profiles.Get("Editors").Rights);
        Assert.Contains("SOMETHINGNEW", fixture.Events("PortalRolesRead").Single(happened => happened.Target == "Editors").After, StringComparison.Ordinal);
        Assert.Empty(fixture.Compare(PortalDirection.Pull, options => options with { Kinds = [PortalKind.Profile] }));
        fixture.Fake.State.Profile("Editors").Roles.Remove("MEDIAEDIT");
        Assert.Equal("asset-bank.asset-management.edit-assets", fixture.Compare(PortalDirection.Pull, options => options with { Kinds = [PortalKind.Profile] }).First(step => step.Property == "Rights").From);
    }

    [Fact]
    public void A_profile_whose_roles_are_null_has_none()
    {
        using PortalFixture fixture = new();
        fixture.Fake.State.AddProfile("Guests");
        fixture.Fake.Quirks.HasNullRoles = true;
        Assert.All(fixture.Pull(), step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Empty(fixture.Store.Profiles.Get("Guests").Rights);
        Assert.Empty(fixture.Compare(PortalDirection.Pull));
    }

    [Theory]
    [InlineData("number", "right")]
    [InlineData("truth", "wrong")]
    [InlineData("text", "none")]
    [InlineData("word", "none")]
    public void Whatever_way_the_portal_writes_it_is_understood(string active, string headers)
    {
        using PortalFixture fixture = new(users: 205);
        Quirks quirks = fixture.Fake.Quirks;
        (quirks.ActiveAs, quirks.PagingHeaders, quirks.HasLowerCaseIds, quirks.HasUnknownFields, quirks.HasJsonErrors) = (active, headers, true, true, true);
        fixture.Pull(options => options with { SkipDetail = true });
        Assert.Equal(206, fixture.Store.Summary.Users);
        Assert.Equal(8, fixture.Store.Users.Find(new UserFilter { IsActive = false }).Count());
        Assert.Empty(fixture.Compare(PortalDirection.Pull, options => options with { SkipDetail = true }));
    }

    [Fact]
    public void A_page_smaller_than_asked_for_is_no_end_while_the_portal_tells_its_length()
    {
        using PortalFixture fixture = new(users: 100);
        fixture.Fake.Quirks.MaxPage = 30;
        fixture.Pull(options => options with { SkipDetail = true });
        Assert.Equal(101, fixture.Store.Summary.Users);
    }

    [Fact]
    public void A_list_that_repeats_itself_proves_nobody_missing()
    {
        using PortalFixture fixture = new(users: 150);
        fixture.Pull(options => options with { SkipDetail = true });
        fixture.Fake.Quirks.IgnoresPage = true;
        List<string> notices = [];
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Pull, options => options with { Mode = ImportMode.Sync, SkipDetail = true, Notice = notices.Add });
        Assert.DoesNotContain(plan, step => step.Action == PortalAction.Deactivate);
        Assert.Contains("repeats", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Users_who_come_and_go_while_pages_are_read_are_met_all_the_same()
    {
        using PortalFixture fixture = new(users: 250);
        bool isGone = false;
        fixture.Fake.Before = request =>
        {
            if (!isGone && request.Path.Contains("page=2", StringComparison.Ordinal))
            {
                // The pages after the first move up by two: two users slip through between the first and the second.
                isGone = true;
                fixture.Fake.State.Users.Remove(fixture.Fake.State.User("user0003").Id);
                fixture.Fake.State.Users.Remove(fixture.Fake.State.User("user0004").Id);
                fixture.Fake.State.AddUser("newcomer", fixture.Fake.State.Profile("Viewers"));
            }
        };
        fixture.Pull(options => options with { SkipDetail = true });
        string[] here = [.. fixture.Store.Users.Find().Select(user => user.UserName)];
        Assert.Superset(fixture.Fake.State.Users.Values.Select(user => user.UserName).ToHashSet(StringComparer.Ordinal), here.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void A_list_without_an_end_is_given_up()
    {
        using PortalFixture fixture = new();
        fixture.Fake.Quirks.HasEndlessPages = true;
        using CancellationTokenSource stop = new();
        int seen = 0;
        IEnumerable<PermPortalStep> plan = fixture.Store.Portal.Compare(fixture.Portal, new PortalCompareOptions { Direction = PortalDirection.Pull, SkipDetail = true, Kinds = [PortalKind.User], Token = stop.Token });
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (PermPortalStep step in plan)
            {
                Assert.Equal(PortalAction.Create, step.Action);
                if (++seen == 1_000)
                {
                    stop.Cancel();
                }
            }
        });
    }

    [Fact]
    public void Users_are_matched_by_id_then_name_then_address()
    {
        using PortalFixture fixture = new(users: 3);
        fixture.Local.WithProfiles();
        FakeUser first = fixture.Fake.State.User("user0001");
        fixture.Store.Users.Create(new UserData { UserName = "other.name", Email = "other@example.com", ExternalId = first.Id.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal) });
        fixture.Store.Users.Create(new UserData { UserName = "USER0002", Email = "old@example.com" });
        fixture.Store.Users.Create(new UserData { UserName = "by.address", Email = "USER0003@EXAMPLE.COM" });
        fixture.Pull();
        Assert.Equal(4, fixture.Store.Summary.Users);
        Assert.Equal("user0001@example.com", fixture.Store.Users.Get("user0001").Email);
        Assert.Equal("user0002@example.com", fixture.Store.Users.Get("USER0002").Email);
        Assert.Equal("USER0003@EXAMPLE.COM", fixture.Store.Users.Get("user0003").Email);
    }

    [Fact]
    public void Two_candidates_are_refused()
    {
        using PortalFixture fixture = new(users: 2);
        fixture.Local.WithProfiles();
        fixture.Store.Users.Create(new UserData { UserName = "user0001", Email = "a@example.com" });
        fixture.Store.Users.Create(new UserData { UserName = "someone", Email = "user0001@example.com" });
        fixture.Store.Users.Create(new UserData { UserName = "user0002", ExternalId = fixture.Fake.State.User("service").Id });
        List<PermPortalStep> results = fixture.Pull();
        Assert.Equal(2, results.Count(step => step.Error?.ErrorId == "PortalUserAmbiguous"));
        Assert.Null(fixture.Store.Users.Get("user0001").ExternalId);
    }

    [Fact]
    public void A_user_without_a_profile_and_profiles_of_one_name_are_reported_and_stop_nobody_else()
    {
        using PortalFixture fixture = new(users: 4);
        fixture.Fake.State.User("user0001").ProfileId = null;
        fixture.Fake.State.User("user0002").ProfileId = "FFFFFFFF-0000-4444-A1B2C3D4E5F60718";
        fixture.Fake.State.User("user0003").ProfileId = fixture.Fake.State.AddProfile("Twins").Id;
        fixture.Fake.State.AddProfile("twins");
        List<PermPortalStep> results = fixture.Pull();
        Assert.Equal(2, results.Count(step => step.Error?.ErrorId == "PortalProfileUnknown"));
        Assert.Equal(3, results.Count(step => step.Error?.ErrorId == "PortalProfileAmbiguous"));
        Assert.Equal(["service", "user0004"], fixture.Store.Users.Find().Select(user => user.UserName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_pull_keeps_within_the_seats()
    {
        using PortalFixture fixture = new(users: 40);
        fixture.Store.Seats.SetContract(new SeatContract { Light = 10 });
        List<PermPortalStep> results = fixture.Pull();
        Assert.Contains(results, step => step.Error?.ErrorId == "SeatLimitExceeded");
        Assert.Equal(10, fixture.Store.Seats.GetUsage().Single(usage => usage.Tier == Tier.Light).Active);
    }

    [Fact]
    public void A_pull_in_mode_sync_deactivates_users_who_are_gone_behind_a_brake()
    {
        using PortalFixture fixture = new(users: 60);
        fixture.Pull();
        foreach (string name in new[] { "user0001", "user0002", "user0003", "user0005", "user0006", "user0007", "user0008", "user0009", "user0010", "user0011", "user0012" })
        {
            fixture.Fake.State.Users.Remove(fixture.Fake.State.User(name).Id);
        }

        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Pull, options => options with { Mode = ImportMode.Sync });
        Assert.Equal(11, plan.Count(step => step.Action == PortalAction.Deactivate));
        PermException error = Assert.ThrowsAny<PermException>(() => fixture.Sync(plan));
        Assert.Equal("SyncTooMany", error.ErrorId);
        Assert.Equal(58, fixture.Store.Seats.GetUsage().Sum(usage => usage.Active) - 1);
        fixture.Sync(plan, options => options with { MaxDeactivate = "20%" });
        Assert.False(fixture.Store.Users.Get("user0001").IsActive);
        Assert.Empty(fixture.Compare(PortalDirection.Pull, options => options with { Mode = ImportMode.Sync }));
    }

    [Fact]
    public void A_profile_that_was_renamed_is_still_the_same()
    {
        using PortalFixture fixture = new(users: 8);
        fixture.Pull();
        fixture.Fake.State.Profile("Viewers").Name = "Readers";
        fixture.Fake.State.Group("Agency").Name = "Agencies";
        PermPortalStep[] plan = [.. fixture.Compare(PortalDirection.Pull)];
        Assert.Equal([(PortalKind.Profile, "Viewers", "Readers"), (PortalKind.Group, "Agency", "Agencies")], plan.Select(step => (step.Kind, step.From!, step.To!)));
        fixture.Sync(plan);
        Assert.Equal("Readers", fixture.Store.Users.Get("user0001").ProfileName);
        Assert.Empty(fixture.Compare(PortalDirection.Pull));
    }

    [Fact]
    public void Values_that_no_store_can_hold_are_refused_by_user()
    {
        using PortalFixture fixture = new(users: 3);
        fixture.Fake.State.User("user0002").Department = new string('x', 5_000);
        fixture.Fake.State.User("user0003").FirstName = "a\u0007b";
        List<PermPortalStep> results = fixture.Pull();
        Assert.Equal(["InvalidCharacter", "ValueTooLong"], results.Where(step => step.Result == PortalResult.Refused && step.Action == PortalAction.Create).Select(step => step.Error!.ErrorId).Order(StringComparer.Ordinal));
        Assert.Equal("user0001", fixture.Store.Users.Get("user0001").UserName);
    }

    [Fact]
    public void A_field_of_ten_megabytes_is_no_user()
    {
        using PortalFixture fixture = new(users: 1);
        fixture.Fake.Quirks.FieldSize = 10 * 1024 * 1024;
        Assert.Equal("PortalUnavailable", Assert.ThrowsAny<PermException>(() => fixture.Connect()).ErrorId);
    }

    [Fact]
    public void A_trial_changes_nothing()
    {
        using PortalFixture fixture = new(users: 12);
        List<PermPortalStep> results = fixture.Sync(fixture.Compare(PortalDirection.Pull), options => options with { IsTrial = true });
        Assert.All(results, step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Equal(0, fixture.Store.Summary.Users);
        Assert.Empty(fixture.Events());
    }

    [Fact]
    public void A_plan_that_the_store_has_left_behind_is_refused()
    {
        using PortalFixture fixture = new(users: 3);
        fixture.Pull();
        fixture.Fake.State.User("user0001").Department = "Legal";
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Pull);
        fixture.Store.Users.Update(UserReference.ByName("user0001"), new UserData { Department = "Finance" });
        Assert.Equal("PlanOutdated", Assert.Single(fixture.Sync(plan)).Error?.ErrorId);
        Assert.Equal("Finance", fixture.Store.Users.Get("user0001").Department);
        fixture.Store.Users.Update(UserReference.ByName("user0001"), new UserData { Department = "Legal" });
        Assert.Equal(PortalResult.Unchanged, Assert.Single(fixture.Sync(plan)).Result);
    }

    [Theory]
    [InlineData("/api/v4/users/?")]
    [InlineData("/api/v4/profiles/")]
    public void A_list_that_is_not_there_is_no_empty_list(string list)
    {
        using PortalFixture fixture = new(users: 5);
        fixture.Pull();
        fixture.Fake.Faults = request => request.Path.StartsWith(list, StringComparison.Ordinal) ? Fault.NotFound : Fault.None;
        PermException error = Assert.ThrowsAny<PermException>(() => fixture.Pull(options => options with { Mode = ImportMode.Sync }));
        Assert.Equal(("PortalUnavailable", 6), (error.ErrorId, (int)fixture.Store.Summary.Users));
        Assert.All(fixture.Store.Users.Find(), user => Assert.True(user.IsActive));
    }

    [Fact]
    public void Who_is_listed_and_not_shown_is_not_missing()
    {
        using PortalFixture fixture = new(users: 5);
        fixture.Pull();
        string path = "/api/v4/users/" + fixture.Fake.State.User("user0002").Id;
        fixture.Fake.Faults = request => request.Path == path ? Fault.NotFound : Fault.None;
        Assert.DoesNotContain(fixture.Compare(PortalDirection.Pull, options => options with { Mode = ImportMode.Sync }), step => step.Action == PortalAction.Deactivate);
    }

    [Fact]
    public void A_second_profile_of_a_name_does_not_take_the_place_of_the_first()
    {
        using PortalFixture fixture = new();
        fixture.Pull();
        IReadOnlyList<string> rights = fixture.Store.Profiles.Get("Editors").Rights;
        fixture.Fake.State.AddProfile("Editors", "METAMANAGEMENT");
        for (int i = 0; i < 2; i++)
        {
            PermPortalStep step = Assert.Single(fixture.Pull());
            Assert.Equal((PortalResult.Refused, "PortalProfileAmbiguous"), (step.Result, step.Error?.ErrorId));
        }

        Assert.Equal(rights, fixture.Store.Profiles.Get("Editors").Rights);
    }

    [Fact]
    public void A_name_that_one_profile_gives_up_goes_to_the_next_in_one_pull()
    {
        using PortalFixture fixture = new();
        fixture.Pull();
        long id = fixture.Store.Profiles.Get("Editors").Id;
        fixture.Fake.State.Profile("Editors").Name = "Writers";
        fixture.Fake.State.AddProfile("Editors", "METAMANAGEMENT");
        fixture.Fake.State.Profiles.Reverse();
        Assert.All(fixture.Pull(), step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Equal(id, fixture.Store.Profiles.Get("Writers").Id);
        Assert.Empty(fixture.Compare(PortalDirection.Pull));
    }

    [Fact]
    public void Profiles_that_take_each_other_s_names_in_a_row_do_so_in_one_pull_and_with_their_rights()
    {
        using PortalFixture fixture = new();
        fixture.Fake.State.AddProfile("One", "MEDIAEDIT");
        fixture.Fake.State.AddProfile("Two");
        fixture.Fake.State.AddProfile("Three");
        fixture.Pull();
        long[] ids = [.. new[] { "One", "Two", "Three" }.Select(name => fixture.Store.Profiles.Get(name).Id)];
        fixture.Fake.State.Profile("Three").Name = "Four";
        fixture.Fake.State.Profile("Two").Name = "Three";
        fixture.Fake.State.Profile("One").Roles.Clear();
        fixture.Fake.State.Profile("One").Name = "Two";
        Assert.All(fixture.Pull(), step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Equal(ids, new[] { "Two", "Three", "Four" }.Select(name => fixture.Store.Profiles.Get(name).Id));
        Assert.Empty(fixture.Store.Profiles.Get("Two").Rights);
        Assert.Empty(fixture.Compare(PortalDirection.Pull));
    }

    [Fact]
    public void A_profile_whose_tier_rises_gets_the_seat_that_a_user_of_the_same_pull_leaves()
    {
        using PortalFixture fixture = new();
        FakeProfile first = fixture.Fake.State.AddProfile("First", "METAMANAGEMENT");
        FakeProfile second = fixture.Fake.State.AddProfile("Second");
        fixture.Fake.State.AddUser("leaver", first);
        fixture.Fake.State.AddUser("riser", second);
        fixture.Pull();
        Tier tier = fixture.Store.Profiles.Get("First").Tier;
        Assert.True(tier > fixture.Store.Profiles.Get("Second").Tier);
        long used = fixture.Store.Seats.GetUsage().Single(usage => usage.Tier == tier).Active;
        fixture.Store.Seats.SetContract(tier == Tier.Heavy ? new SeatContract { Heavy = used } : new SeatContract { Regular = used });
        fixture.Fake.State.User("leaver").IsActive = false;
        fixture.Fake.State.Profile("Second").Roles.Add("METAMANAGEMENT");
        Assert.All(fixture.Pull(), step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Equal(tier, fixture.Store.Profiles.Get("Second").Tier);
        Assert.Empty(fixture.Compare(PortalDirection.Pull));
    }

    [Fact]
    public void A_right_that_stays_without_one_that_it_needs_is_warned_of()
    {
        // One that no code stands for needs one that a code stands for.
        PermRight right = RightCatalogue.Default.Rights.First(one => !RoleCodes.Default.Covered.Contains(one.Index) && one.RequiredGroups.Any(group => (group - RoleCodes.Default.Covered).IsEmpty));
        using PortalFixture fixture = new();
        fixture.Fake.State.AddProfile("Keepers");
        fixture.Store.Profiles.Create("Keepers", rights: [right.Key], includeRequired: true);
        PermPortalStep step = Assert.Single(fixture.Compare(PortalDirection.Pull), step => step is { Name: "Keepers", Property: "Rights" });
        Assert.Contains($"'{right.Key}' stays without '", step.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_moves_to_a_page_that_was_read_already_is_not_missing()
    {
        using PortalFixture fixture = new(users: 130);
        fixture.Pull();
        bool isMoved = false;
        fixture.Fake.Before = request =>
        {
            if (!isMoved && request.Path.Contains("page=2", StringComparison.Ordinal) && request.Path.StartsWith("/api/v4/users/", StringComparison.Ordinal))
            {
                isMoved = true;

                // In this order the new ones do not take the places of the others in the list, and all between them move up by two.
                foreach (int i in new[] { 1, 2 })
                {
                    fixture.Fake.State.AddUser($"late{i}", fixture.Fake.State.Profile("Viewers"));
                }

                fixture.Fake.State.Users.Remove(fixture.Fake.State.User("user0001").Id);
                fixture.Fake.State.Users.Remove(fixture.Fake.State.User("user0002").Id);
            }
        };
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Pull, options => options with { Mode = ImportMode.Sync });
        Assert.True(isMoved);
        Assert.DoesNotContain(plan, step => step.Action == PortalAction.Deactivate);
    }
}
