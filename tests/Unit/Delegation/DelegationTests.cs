namespace PermModule.Unit.Delegation;

public sealed class DelegationTests : IDisposable
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
        ["create a user"] = (ManageUsers, store => store.UserService.Create(new UserData { UserName = "new", Profile = "Viewer" })),
        ["change a user"] = (ManageUsers, store => store.UserService.Update(UserReference.ByName("bob"), new UserData { Department = "X" })),
        ["deactivate a user"] = (ManageUsers, store => store.UserService.Update(UserReference.ByName("bob"), new UserData { IsActive = false })),
        ["remove a user"] = (ManageUsers, store => Rethrow(store.UserService.Remove([UserReference.ByName("bob")]))),
        ["give a role"] = (ManageUsers, store => Rethrow(store.RoleService.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("bob"))]))),
        ["create a profile"] = (ManageProfiles, store => store.ProfileService.Create("P", rights: [ViewerRight])),
        ["rename a profile"] = (ManageProfiles, store => store.ProfileService.Update("Viewer", newName: "Onlooker")),
        ["make a profile the default"] = (ManageProfiles, store => store.ProfileService.Update("Editor", isDefault: true)),
        ["remove a profile"] = (ManageProfiles, store => store.ProfileService.Remove("Editor")),
        ["revoke a right"] = (ManageProfiles, store => store.ProfileService.Revoke("Viewer", [ViewerRight])),
        ["create a group"] = (ManageGroups, store => store.GroupService.Create("Crew")),
        ["rename a group"] = (ManageGroups, store => store.GroupService.Update("Team", newName: "Crew")),
        ["remove a group"] = (ManageGroups, store => store.GroupService.Remove("Team")),
        ["add a member"] = (ManageGroups, store => Rethrow(store.GroupService.AddMembers([new Membership("Team", UserReference.ByName("bob"))]))),
        ["change the contract"] = (ManageSettings, store => store.SeatService.SetContract(new SeatContract { Heavy = 10 })),
        ["change a tier"] = (ManageSettings, store => store.RightService.SetTier(ViewerRight, Tier.Regular)),
        ["back up"] = (ManageSettings, store => store.Backup(store.Path + ".copy")),
        ["see seats in use"] = (ViewCockpit, store => store.SeatService.GetUsage()),
        ["see seats by profile"] = (ViewCockpit, store => store.SeatService.GetUsageByProfile()),
        ["see the contract"] = (ViewCockpit, store => _ = store.SeatService.Contract),
        ["export the contract"] = (ViewCockpit, store => store.TransferService.ExportProfiles(store.Path + ".json")),
        ["measure a grant"] = (ViewCockpit, store => store.SeatService.MeasureRights("Viewer", ["Upload assets"], [])),
        ["measure a move"] = (ViewCockpit, store => store.SeatService.MeasureMove(UserReference.ByName("bob"), "Admin")),
        ["measure a tier"] = (ViewCockpit, store => store.SeatService.MeasureTier(ViewerRight, Tier.Heavy)),
        ["look where seats can be saved"] = (ViewCockpit, store => _ = store.SeatService.Recommend().Count()),
        ["export users"] = (ExportUsers, store => store.TransferService.ExportUsers(store.Path + ".csv")),
        ["read the trail"] = (ReadTrail, store => _ = store.TrailService.FindEvents().Count()),
        ["verify the trail"] = (ReadTrail, store => store.TrailService.Verify()),
        ["run the audit"] = (ViewReporting, store => _ = store.AuditService.Run().Count()),
        ["report on people"] = (ExportUsers, store => store.ReportService.Build()),
    };

    private readonly TestStore _test = new TestStore().WithProfiles();

    public DelegationTests()
    {
        _test.AddUser("bob", "Viewer");
        _test.Store.GroupService.Create("Team");
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
            long events = _test.Store.TrailService.GetDigest().Count;
            PermNotPermittedException error = Assert.Throws<PermNotPermittedException>(() => action(without));
            Assert.Equal("NotPermitted", error.ErrorId);
            Assert.Contains(right, error.Message, StringComparison.Ordinal);
            Assert.Equal(events, _test.Store.TrailService.GetDigest().Count);
        }

        using PermStore with = ActAs("holder", [ViewerRight, right]);
        action(with);
    }

    [Fact]
    public void Audits_and_reports_show_seats_by_rights_of_their_own()
    {
        _test.Store.SeatService.SetContract(new SeatContract { Light = 1, Enforcement = SeatEnforcement.Warn });
        using PermStore store = ActAs("reporter", [ViewReporting, ExportUsers]);
        Assert.NotEmpty(store.AuditService.Run(new AuditOptions { Rules = ["SeatLimit*"] }));
        Assert.Equal(3, store.ReportService.Build().Tiers.Count);
        Assert.Empty(store.SeatService.GetUsageIfPermitted());
        Assert.Equal(3, _test.Store.SeatService.GetUsageIfPermitted().Count);
    }

    [Fact]
    public void Nobody_grants_what_he_does_not_hold()
    {
        using PermStore store = ActAs("helpdesk", [ManageProfiles, ViewerRight]);
        PermNotPermittedException error = Assert.Throws<PermNotPermittedException>(() => store.ProfileService.Grant("Viewer", ["asset-bank.asset.manage-brands"]));
        Assert.Contains("asset-bank.asset.manage-brands", error.Message, StringComparison.Ordinal);
        Assert.Throws<PermNotPermittedException>(() => store.ProfileService.Create("Copy", copyFrom: "Admin"));
        store.ProfileService.Grant("Editor", [ViewerRight]);
    }

    [Fact]
    public void What_a_right_implies_counts_as_given()
    {
        using PermStore store = ActAs("helpdesk", [ManageProfiles, "dynamic-asset-transformations.show-dat-url"]);
        Assert.Throws<PermNotPermittedException>(() => store.ProfileService.Grant("Viewer", ["dynamic-asset-transformations.create-transformations"]));
    }

    [Fact]
    public void Nobody_moves_himself_or_others_into_more_than_he_holds()
    {
        using PermStore store = ActAs("helpdesk", [ManageUsers, ViewerRight]);
        foreach (string user in new[] { "bob", "helpdesk" })
        {
            Assert.Throws<PermNotPermittedException>(() => store.UserService.Update(UserReference.ByName(user), new UserData { Profile = "Admin" }));
        }

        Assert.Throws<PermNotPermittedException>(() => store.UserService.Create(new UserData { UserName = "new", Profile = "Admin" }));
        Assert.Equal("Viewer", _test.Store.UserService.Get("bob").ProfileName);
    }

    [Fact]
    public void Removing_a_profile_moves_nobody_into_more_than_the_actor_holds()
    {
        using PermStore store = ActAs("helpdesk", [ManageProfiles, ViewerRight]);
        Assert.Throws<PermNotPermittedException>(() => store.ProfileService.Remove("Viewer", moveUsersTo: "Admin"));
    }

    [Fact]
    public void A_user_changes_his_own_particulars_and_nothing_else()
    {
        using PermStore store = ActAs("ann", [ManageOwn]);
        store.UserService.Update(UserReference.ByName("ann"), new UserData { FirstName = "Ann", Department = "Legal" });
        Assert.Equal("Legal", store.UserService.Get("ann").Department);
        foreach (UserData change in new[] { new UserData { Email = "x@example.com" }, new UserData { UserName = "root" }, new UserData { Profile = "Viewer" }, new UserData { IsActive = false } })
        {
            Assert.Throws<PermNotPermittedException>(() => store.UserService.Update(UserReference.ByName("ann"), change));
        }

        Assert.Throws<PermNotPermittedException>(() => store.UserService.Update(UserReference.ByName("bob"), new UserData { FirstName = "B" }));
    }

    [Fact]
    public void The_trail_names_the_acting_user()
    {
        using PermStore store = ActAs("Ann", [ManageGroups]);
        store.GroupService.Create("Crew");
        Assert.Equal("Ann", _test.Store.TrailService.FindEvents(new AuditEventFilter { Target = "Crew" }).Single().Actor);
    }

    [Fact]
    public void A_right_taken_away_is_gone_at_once()
    {
        using PermStore store = ActAs("ann", [ManageGroups]);
        store.GroupService.Create("One");
        _test.Store.ProfileService.Revoke("of ann", [ManageGroups]);
        Assert.Throws<PermNotPermittedException>(() => store.GroupService.Create("Two"));
    }

    [Fact]
    public void A_user_deactivated_since_does_nothing_any_more()
    {
        using PermStore store = ActAs("ann", [ManageGroups]);
        _test.Store.UserService.Update(UserReference.ByName("ann"), new UserData { IsActive = false });
        Assert.Throws<PermNotPermittedException>(() => store.GroupService.Create("Crew"));
        Assert.Throws<PermNotPermittedException>(() => PermStore.Open(_test.Path, _test.Options with { ActingUser = "ann" }));
        Assert.Throws<PermNotFoundException>(() => PermStore.Open(_test.Path, _test.Options with { ActingUser = "ghost" }));
    }

    [Fact]
    public void Requests_and_decisions_are_made_in_ones_own_name()
    {
        using PermStore ann = ActAs("ann", [AuditDownloads]);
        using PermStore eve = ActAs("eve", [AuditDownloads]);
        Assert.Throws<PermNotPermittedException>(() => ann.WaitingRoomService.Submit(Download("bob")));
        WaitingRoomItem item = ann.WaitingRoomService.Submit(Download("ann"));
        WaitingRoomDecision asAnother = new() { Item = WaitingRoomReference.ById(item.Id), IsApproved = true, Auditor = UserReference.ByName("eve") };
        Assert.Throws<PermNotPermittedException>(() => ann.WaitingRoomService.Decide(asAnother));
        Assert.Equal("eve", eve.WaitingRoomService.Decide(asAnother with { Auditor = null }).AuditedBy);
    }

    [Fact]
    public void Only_the_owner_hands_the_account_over()
    {
        _test.Store.ContentWorkflowService.SetOwner(UserReference.ByName("bob"));
        using PermStore admin = ActAs("admin", [ManageSettings, ManageUsers, "content-workflow.*"]);
        Assert.Throws<PermNotPermittedException>(() => admin.ContentWorkflowService.SetOwner(UserReference.ByName("admin")));
        using PermStore bob = PermStore.Open(_test.Path, _test.Options with { ActingUser = "bob" });
        Assert.Equal("admin", bob.ContentWorkflowService.SetOwner(UserReference.ByName("admin")).UserName);
    }

    private static WaitingRoomRequest Download(string requester) =>
        new() { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName(requester), Assets = ["logo.svg"], Reason = "print" };

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
        _test.Store.ProfileService.Create("of " + name, rights: rights);
        _test.AddUser(name, "of " + name);
        return PermStore.Open(_test.Path, _test.Options with { ActingUser = name });
    }
}
