namespace PermModule.Unit.Delegation;

public class DelegationTests : IDisposable
{
    private const string ManageUsers = "asset-bank.users-and-permissions.manage-users";
    private const string ManageProfiles = "asset-bank.users-and-permissions.manage-permission-profiles";
    private const string ManageGroups = "asset-bank.users-and-permissions.manage-user-groups";
    private const string ManageSettings = "asset-bank.system-admin.manage-portal-settings";
    private const string ManageOwn = "asset-bank.users-and-permissions.manage-own-user-profile";
    private const string ReadTrail = "asset-bank.reporting.view-change-history";
    private const string ViewReporting = "asset-bank.reporting.view-advanced-reporting";
    private const string ViewCockpit = "asset-bank.reporting.view-cockpit";
    private const string ExportUsers = "asset-bank.reporting.export-user-data";
    private const string ViewerRight = "asset-bank.collections.create-collections";
    private const string AuditDownloads = "asset-bank.waiting-room.audit-download-requests";

    private static readonly Dictionary<string, (string Right, Action<PermStore> Action)> Actions = new(StringComparer.Ordinal)
    {
        ["create a user"] = (ManageUsers, store => store.Users.Create(new UserData { UserName = "new", Profile = "Viewer" })),
        ["change a user"] = (ManageUsers, store => store.Users.Update(UserReference.ByName("bob"), new UserData { Department = "X" })),
        ["deactivate a user"] = (ManageUsers, store => store.Users.Update(UserReference.ByName("bob"), new UserData { IsActive = false })),
        ["remove a user"] = (ManageUsers, store => Rethrow(store.Users.Remove([UserReference.ByName("bob")]))),
        ["give a role"] = (ManageUsers, store => Rethrow(store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("bob"))]))),
        ["import users"] = (ManageUsers, store => store.Transfer.ImportUsers(TestStore.Beside(store, ".people"))),
        ["import profiles"] = (ManageProfiles, store => store.Transfer.ImportProfiles(TestStore.Beside(store, ".profiles"))),
        ["create a profile"] = (ManageProfiles, store => store.Profiles.Create("P", rights: [ViewerRight])),
        ["rename a profile"] = (ManageProfiles, store => store.Profiles.Update("Viewer", newName: "Onlooker")),
        ["make a profile the default"] = (ManageProfiles, store => store.Profiles.Update("Plain", isDefault: true)),
        ["remove a profile"] = (ManageProfiles, store => store.Profiles.Remove("Editor")),
        ["revoke a right"] = (ManageProfiles, store => store.Profiles.Revoke("Viewer", [ViewerRight])),
        ["create a group"] = (ManageGroups, store => store.Groups.Create("Crew")),
        ["rename a group"] = (ManageGroups, store => store.Groups.Update("Team", newName: "Crew")),
        ["remove a group"] = (ManageGroups, store => store.Groups.Remove("Team")),
        ["add a member"] = (ManageGroups, store => Rethrow(store.Groups.AddMembers([new Membership("Team", UserReference.ByName("bob"))]))),
        ["change the contract"] = (ManageSettings, store => store.Seats.SetContract(new SeatContract { Heavy = 10 })),
        ["change a tier"] = (ManageSettings, store => store.Rights.SetTier(ViewerRight, Tier.Regular)),
        ["back up"] = (ManageSettings, store => store.Backup(TestStore.Beside(store, ".copy"))),
        ["see seats in use"] = (ViewCockpit, store => store.Seats.GetUsage()),
        ["see seats by profile"] = (ViewCockpit, store => store.Seats.GetUsageByProfile()),
        ["see the contract"] = (ViewCockpit, store => _ = store.Seats.Contract),
        ["export the contract"] = (ViewCockpit, store => store.Transfer.ExportProfiles(TestStore.Beside(store, ".json"))),
        ["measure a grant"] = (ViewCockpit, store => store.Seats.MeasureRights("Viewer", ["Upload assets"], [])),
        ["measure a move"] = (ViewCockpit, store => store.Seats.MeasureMove(UserReference.ByName("bob"), "Admin")),
        ["measure a tier"] = (ViewCockpit, store => store.Seats.MeasureTier(ViewerRight, Tier.Heavy)),
        ["look where seats can be saved"] = (ViewCockpit, store => _ = store.Seats.Recommend().Count()),
        ["export users"] = (ExportUsers, store => store.Transfer.ExportUsers(TestStore.Beside(store, ".csv"))),
        ["read the trail"] = (ReadTrail, store => _ = store.Trail.FindEvents().Count()),
        ["export the trail"] = (ReadTrail, store => store.Trail.Export(TestStore.Beside(store, ".jsonl"))),
        ["verify the trail"] = (ReadTrail, store => store.Trail.Verify()),
        ["run the audit"] = (ViewReporting, store => _ = store.Audit.Run().Count()),
        ["report on people"] = (ExportUsers, store => store.Reports.Build()),
    };

    private readonly TestStore _test = new TestStore().WithProfiles();

    public DelegationTests()
    {
        _test.AddUser("bob", "Viewer");
        _test.Store.Groups.Create("Team");
        _test.Store.Profiles.Create("Plain", rights: [ViewerRight]);
        File.WriteAllText(TestStore.Beside(_test.Store, ".people"), "UserName,Profile\ncarl,Viewer\n");
        _test.Store.Transfer.ExportProfiles(TestStore.Beside(_test.Store, ".profiles"));
    }

    public static TheoryData<string> ActionNames => [.. Actions.Keys];

    public void Dispose() => _test.Dispose();

    [Theory]
    [MemberData(nameof(ActionNames))]
    public void An_action_needs_its_right_and_changes_nothing_without(string name)
    {
        (string right, Action<PermStore> action) = Actions[name];
        using (PermStore without = ActAs("nobody", [ViewerRight]))
        {
            long events = _test.Store.Trail.GetDigest().Count;
            PermNotPermittedException error = Assert.Throws<PermNotPermittedException>(() => action(without));
            Assert.Equal("NotPermitted", error.ErrorId);
            Assert.Contains(right, error.Message, StringComparison.Ordinal);
            Assert.Equal(events, _test.Store.Trail.GetDigest().Count);
        }

        using PermStore with = ActAs("holder", [ViewerRight, right]);
        action(with);
    }

    [Fact]
    public void Audits_and_reports_show_seats_by_rights_of_their_own()
    {
        _test.Store.Seats.SetContract(new SeatContract { Light = 1, Enforcement = SeatEnforcement.Warn });
        using PermStore store = ActAs("reporter", [ViewReporting, ExportUsers]);
        Assert.NotEmpty(store.Audit.Run(new AuditOptions { Rules = ["SeatLimit*"] }));
        Assert.Equal(3, store.Reports.Build().Tiers.Count);
        Assert.Empty(store.Seats.GetUsageIfPermitted());
        Assert.Equal(3, _test.Store.Seats.GetUsageIfPermitted().Count);
    }

    [Fact]
    public void No_one_grants_what_they_do_not_hold()
    {
        using PermStore store = ActAs("helpdesk", [ManageProfiles, ViewerRight]);
        PermNotPermittedException error = Assert.Throws<PermNotPermittedException>(() => store.Profiles.Grant("Viewer", ["asset-bank.asset.manage-brands"]));
        Assert.Contains("asset-bank.asset.manage-brands", error.Message, StringComparison.Ordinal);
        Assert.Throws<PermNotPermittedException>(() => store.Profiles.Create("Copy", copyFrom: "Admin"));
        store.Profiles.Grant("Editor", [ViewerRight]);
    }

    [Fact]
    public void What_a_right_implies_counts_as_given()
    {
        using PermStore store = ActAs("helpdesk", [ManageProfiles, "dynamic-asset-transformations.show-dat-url"]);
        Assert.Throws<PermNotPermittedException>(() => store.Profiles.Grant("Viewer", ["dynamic-asset-transformations.create-transformations"]));
    }

    [Fact]
    public void No_one_moves_themselves_or_others_into_more_than_they_hold()
    {
        using PermStore store = ActAs("helpdesk", [ManageUsers, ViewerRight]);
        foreach (string user in new[] { "bob", "helpdesk" })
        {
            Assert.Throws<PermNotPermittedException>(() => store.Users.Update(UserReference.ByName(user), new UserData { Profile = "Admin" }));
        }

        Assert.Throws<PermNotPermittedException>(() => store.Users.Create(new UserData { UserName = "new", Profile = "Admin" }));
        Assert.Equal("Viewer", _test.Store.Users.Get("bob").ProfileName);
    }

    [Fact]
    public void No_one_activates_renames_or_makes_the_default_what_holds_more_than_they_do()
    {
        _test.AddUser("strong", "Admin");
        _test.Store.Users.Create(new UserData { UserName = "sleeping", Profile = "Admin", IsActive = false });
        using PermStore store = ActAs("helpdesk", [ManageUsers, ManageProfiles, ViewerRight]);
        Refused(() => store.Users.Update(UserReference.ByName("sleeping"), new UserData { IsActive = true }));
        Refused(() => store.Users.Update(UserReference.ByName("strong"), new UserData { UserName = "weak" }));
        Refused(() => store.Users.Update(UserReference.ByName("strong"), new UserData { Email = "mine@example.com" }));
        Refused(() => store.Users.Update(UserReference.ByName("strong"), new UserData { ExternalId = "1" }));
        Refused(() => store.Profiles.Update("Admin", isDefault: true));
        Refused(() => store.Profiles.Update("Admin", newName: "Onlooker"));
        store.Users.Update(UserReference.ByName("strong"), new UserData { Department = "Press" });
        store.Users.Update(UserReference.ByName("strong"), new UserData { IsActive = false });
    }

    [Fact]
    public void No_one_releases_others_from_what_binds_themselves()
    {
        const string mfa = "asset-bank.users-and-permissions.require-mfa-on-login";
        _test.Store.Profiles.Grant("Viewer", [mfa]);
        using PermStore bound = ActAs("bound", [ManageUsers, ManageProfiles, ViewerRight, mfa]);
        Refused(() => bound.Profiles.Revoke("Viewer", [mfa]));
        Refused(() => bound.Users.Update(UserReference.ByName("bob"), new UserData { Profile = "Plain" }));
        Refused(() => bound.Profiles.Remove("Viewer", moveUsersTo: "Plain"));
        using PermStore free = ActAs("free", [ManageUsers, ManageProfiles, ViewerRight]);
        free.Profiles.Revoke("Viewer", [mfa]);
    }

    [Fact]
    public void A_refusal_for_want_of_a_right_tells_no_seats_and_touches_no_file()
    {
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 0, Light = 3 });
        using PermStore store = ActAs("nobody", [ViewerRight]);
        Refused(() => store.Profiles.Grant("Viewer", ["asset-bank.asset.manage-brands"]));
        Refused(() => store.Rights.SetTier(ViewerRight, Tier.Heavy));
        Refused(() => store.Seats.SetContract(new SeatContract { Light = 0 }));
        Refused(() => store.Seats.ChangeContract(contract => contract));
        Refused(() => store.Users.Create(new UserData { UserName = "new", Profile = "Admin" }));
        Refused(() => store.Transfer.ImportUsers(_test.File("missing.csv")));
        Refused(() => store.Transfer.ImportProfiles(_test.File("missing.json")));
        string kept = _test.File("rejects.csv");
        File.WriteAllText(kept, "kept");
        Refused(() => store.Transfer.ImportUsers(TestStore.Beside(_test.Store, ".people"), new UserImportOptions { RejectPath = kept, Overwrite = true }));
        Refused(() => store.Trail.Export(kept, overwrite: true));
        Refused(() => store.Trail.CheckExport(kept));
        Refused(() => store.Transfer.CheckExportUsers(kept));
        Refused(() => store.Transfer.CheckExportProfiles(kept));
        Refused(() => store.Reports.Check(kept + ".html"));
        Refused(() => store.Reports.Build(new ReportOptions { ComparePath = _test.File("missing.json") }));
        Refused(() => store.Reports.Export(kept, new ReportOptions()));
        Refused(() => store.CheckBackup(kept));
        Refused(() => store.Backup(store.Path));
        Assert.Equal("kept", File.ReadAllText(kept));
    }

    [Fact]
    public void A_plan_of_profiles_leaves_the_seats_out_for_those_who_may_not_see_them()
    {
        using PermStore store = ActAs("planner", [ManageProfiles, ViewerRight]);
        ProfileImportPlan plan = store.Transfer.PlanProfiles(TestStore.Beside(_test.Store, ".profiles"));
        Assert.Empty(plan.Seats);
        Assert.Equal(3, _test.Store.Transfer.PlanProfiles(TestStore.Beside(_test.Store, ".profiles")).Seats.Count);
    }

    [Fact]
    public void Memberships_given_with_a_user_need_the_right_to_manage_groups()
    {
        using PermStore store = ActAs("helpdesk", [ManageUsers, ViewerRight]);
        Refused(() => store.Users.Update(UserReference.ByName("bob"), new UserData { Groups = ["Team"] }));
        Refused(() => store.Users.Create(new UserData { UserName = "new", Profile = "Viewer", Groups = ["Team"] }));
        using PermStore both = ActAs("both", [ManageUsers, ManageGroups, ViewerRight]);
        both.Users.Update(UserReference.ByName("bob"), new UserData { Groups = ["Team"] });
    }

    [Fact]
    public void A_session_opened_again_acts_as_the_same_user_whatever_they_are_called()
    {
        _test.AddUser("weak", "Viewer");
        using PermStore ann = ActAs("ann", [ManageGroups]);
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { UserName = "ann2" });
        _test.Store.Users.Update(UserReference.ByName("weak"), new UserData { UserName = "ann" });
        using PermStore again = ann.OpenAgain();
        again.Groups.Create("Crew");
        ann.Groups.Create("Press");
        Assert.All(_test.Store.Trail.FindEvents(new AuditEventFilter { Actions = ["GroupCreated"], After = null }).TakeLast(2), created => Assert.Equal("ann2", created.Actor));
    }

    [Fact]
    public void Removing_a_profile_moves_nobody_into_more_than_the_actor_holds()
    {
        using PermStore store = ActAs("helpdesk", [ManageProfiles, ViewerRight]);
        Assert.Throws<PermNotPermittedException>(() => store.Profiles.Remove("Viewer", moveUsersTo: "Admin"));
    }

    [Fact]
    public void Users_change_their_own_particulars_and_nothing_else()
    {
        using PermStore store = ActAs("ann", [ManageOwn]);
        store.Users.Update(UserReference.ByName("ann"), new UserData { FirstName = "Ann", Department = "Legal" });
        Assert.Equal("Legal", store.Users.Get("ann").Department);
        foreach (UserData change in new[] { new UserData { Email = "x@example.com" }, new UserData { UserName = "root" }, new UserData { Profile = "Viewer" }, new UserData { IsActive = false } })
        {
            Assert.Throws<PermNotPermittedException>(() => store.Users.Update(UserReference.ByName("ann"), change));
        }

        Assert.Throws<PermNotPermittedException>(() => store.Users.Update(UserReference.ByName("bob"), new UserData { FirstName = "B" }));
    }

    [Fact]
    public void The_trail_names_the_acting_user()
    {
        using PermStore store = ActAs("Ann", [ManageGroups]);
        store.Groups.Create("Crew");
        Assert.Equal("Ann", _test.Store.Trail.FindEvents(new AuditEventFilter { Target = "Crew" }).Single().Actor);
    }

    [Fact]
    public void A_right_taken_away_is_gone_at_once()
    {
        using PermStore store = ActAs("ann", [ManageGroups]);
        store.Groups.Create("One");
        _test.Store.Profiles.Revoke("of ann", [ManageGroups]);
        Assert.Throws<PermNotPermittedException>(() => store.Groups.Create("Two"));
    }

    [Fact]
    public void A_user_deactivated_since_does_nothing_any_more()
    {
        using PermStore store = ActAs("ann", [ManageGroups]);
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { IsActive = false });
        Assert.Throws<PermNotPermittedException>(() => store.Groups.Create("Crew"));
        Assert.Throws<PermNotPermittedException>(() => PermStore.Open(_test.Path, _test.Options with { ActingUser = "ann" }));
        Assert.Throws<PermNotFoundException>(() => PermStore.Open(_test.Path, _test.Options with { ActingUser = "ghost" }));
    }

    [Fact]
    public void An_inactive_user_in_whose_name_a_store_is_opened_is_the_one_that_is_named()
    {
        _test.Store.Users.Update(UserReference.ByName("bob"), new UserData { IsActive = false });
        PermNotPermittedException error = Assert.Throws<PermNotPermittedException>(() => PermStore.Open(_test.Path, _test.Options with { ActingUser = "bob" }));
        Assert.Equal(("bob", true), (error.Target, error.Message.Contains("'bob'", StringComparison.Ordinal)));
    }

    [Fact]
    public void Requests_and_decisions_are_made_in_ones_own_name()
    {
        using PermStore ann = ActAs("ann", [AuditDownloads]);
        using PermStore eve = ActAs("eve", [AuditDownloads]);
        Assert.Throws<PermNotPermittedException>(() => ann.WaitingRoom.Submit(Download("bob")));
        WaitingRoomItem item = ann.WaitingRoom.Submit(Download("ann"));
        WaitingRoomDecision asAnother = new() { Item = WaitingRoomReference.ById(item.Id), IsApproved = true, Auditor = UserReference.ByName("eve") };
        Assert.Throws<PermNotPermittedException>(() => ann.WaitingRoom.Decide(asAnother));
        Assert.Equal("eve", eve.WaitingRoom.Decide(asAnother with { Auditor = null }).AuditedBy);
    }

    [Fact]
    public void Only_the_owner_hands_the_account_over()
    {
        _test.Store.ContentWorkflow.SetOwner(UserReference.ByName("bob"));
        using PermStore admin = ActAs("admin", [ManageSettings, ManageUsers, "content-workflow.*"]);
        Assert.Throws<PermNotPermittedException>(() => admin.ContentWorkflow.SetOwner(UserReference.ByName("admin")));
        using PermStore bob = PermStore.Open(_test.Path, _test.Options with { ActingUser = "bob" });
        Assert.Equal("admin", bob.ContentWorkflow.SetOwner(UserReference.ByName("admin")).UserName);
    }

    [Fact]
    public void The_account_owner_gets_another_name_or_address_from_those_who_hold_the_rights_of_the_account()
    {
        _test.Store.ContentWorkflow.SetOwner(UserReference.ByName("bob"));
        using PermStore store = ActAs("helpdesk", [ManageUsers, ViewerRight]);
        Refused(() => store.Users.Update(UserReference.ByName("bob"), new UserData { UserName = "taken" }));
        Refused(() => store.Users.Update(UserReference.ByName("bob"), new UserData { Email = "mine@example.com" }));
        Refused(() => store.Users.Update(UserReference.ByName("bob"), new UserData { ExternalId = "1" }));
        store.Users.Update(UserReference.ByName("bob"), new UserData { Department = "Press" });
        using PermStore admin = ActAs("admin", [ManageUsers, ViewerRight, "content-workflow.*"]);
        Assert.Equal("bob@example.com", admin.Users.Update(UserReference.ByName("bob"), new UserData { Email = "bob@example.com" }).Email);
    }

    private static WaitingRoomRequest Download(string requester) =>
        new() { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName(requester), Assets = ["logo.svg"], Reason = "print" };

    private static void Refused(Action change) => Assert.Equal("NotPermitted", Assert.Throws<PermNotPermittedException>(change).ErrorId);

    private static void Rethrow<T>(IReadOnlyList<BatchItem<T>> items)
        where T : class
    {
        if (items[0].Error is { } error)
        {
            throw error;
        }
    }

    private PermStore ActAs(string name, string[] rights)
    {
        _test.Store.Profiles.Create("of " + name, rights: rights);
        _test.AddUser(name, "of " + name);
        return PermStore.Open(_test.Path, _test.Options with { ActingUser = name });
    }
}
