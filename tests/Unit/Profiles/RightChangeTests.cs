namespace PermModule.Unit.Profiles;

public class RightChangeTests : IDisposable
{
    private const string ManageOrders = "brand-store.manage-orders";
    private const string ViewOrders = "brand-store.view-orders";
    private const string AdminList = "brand-store.order-admin-list";
    private const string Transformations = "dynamic-asset-transformations.create-transformations";
    private const string DatUrl = "dynamic-asset-transformations.show-dat-url";
    private const string AllWorkflow = "workflow.account.get-all-workflow-permissions";

    private readonly TestStore _test = new TestStore().WithProfiles();

    private ProfileService Profiles => _test.Store.Profiles;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_grant_without_what_it_needs_is_refused_and_with_it_passes()
    {
        PermConflictException error = Assert.Throws<PermConflictException>(() => Profiles.Grant("Viewer", [ManageOrders]));
        Assert.Equal(("RightRequiresOther", (object?)ManageOrders), (error.ErrorId, error.Target));
        Assert.Contains(ViewOrders, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, Profiles.Get("Viewer").RightCount);
        Assert.Equal(4, Profiles.Grant("Viewer", [AdminList], includeRequired: true).RightCount);
        Assert.Equal(5, Profiles.Grant("Viewer", [ManageOrders]).RightCount);
        Assert.Equal(2, Profiles.Create("Both", rights: [ManageOrders, ViewOrders]).RightCount);
    }

    [Fact]
    public void What_an_included_right_needs_is_asked_for_too()
    {
        // Everything that workflow rights need is a workflow right, and all of them come with it.
        Profiles.Grant("Viewer", [AllWorkflow]);
        Assert.Equal(Tier.Heavy, Profiles.Get("Viewer").Tier);
        Assert.Equal("RightRequiresOther", Assert.Throws<PermConflictException>(() => Profiles.Grant("Editor", ["dynamic-asset-transformations.manage-presets"])).ErrorId);
    }

    [Fact]
    public void A_needed_right_stays_until_its_dependents_leave_with_it()
    {
        Profiles.Grant("Viewer", [ManageOrders, AdminList], includeRequired: true);
        PermConflictException error = Assert.Throws<PermConflictException>(() => Profiles.Revoke("Viewer", [ViewOrders]));
        Assert.Equal(("RightRequiredByOther", (object?)ViewOrders), (error.ErrorId, error.Target));
        Assert.Equal(5, Profiles.Get("Viewer").RightCount);
        Assert.Equal(["asset-bank.collections.create-collections", "brand-store.access-brandstore-management"], Profiles.Revoke("Viewer", [ViewOrders], includeDependents: true).Rights);
    }

    [Fact]
    public void An_included_right_cannot_be_revoked_alone()
    {
        Profiles.Grant("Viewer", [Transformations, DatUrl]);
        Assert.Equal("RightRequiredByOther", Assert.Throws<PermConflictException>(() => Profiles.Revoke("Viewer", [DatUrl])).ErrorId);
        Assert.Equal(1, Profiles.Revoke("Viewer", [DatUrl], includeDependents: true).RightCount);
    }

    [Fact]
    public void A_profile_holds_one_of_creator_manager_and_viewer_at_most()
    {
        Profiles.Grant("Viewer", ["brand-guidelines.viewer"]);
        PermConflictException error = Assert.Throws<PermConflictException>(() => Profiles.Grant("Viewer", ["brand-guidelines.manager"]));
        Assert.Equal(("RightExclusive", (object?)"brand-guidelines.manager"), (error.ErrorId, error.Target));
        Assert.Equal("RightExclusive", Assert.Throws<PermConflictException>(() => Profiles.Create("Two", rights: ["brand-guidelines.viewer", "brand-guidelines.creator"])).ErrorId);
        Assert.Equal(["Admin", "Editor", "Viewer"], Profiles.Find().Select(profile => profile.Name));
        Profiles.Revoke("Viewer", ["brand-guidelines.viewer"]);
        Profiles.Grant("Viewer", ["brand-guidelines.manager"]);
    }

    [Fact]
    public void A_right_for_maintenance_takes_an_override_also_at_creation()
    {
        const string customization = "asset-bank.content-customization.manage-content-customization";
        Assert.Equal("RightMaintenanceOnly", Assert.Throws<PermNotPermittedException>(() => Profiles.Grant("Admin", [customization])).ErrorId);
        Assert.Equal("RightMaintenanceOnly", Assert.Throws<PermNotPermittedException>(() => Profiles.Create("X", rights: [customization])).ErrorId);
        Assert.Contains(customization, Profiles.Grant("Admin", [customization], allowMaintenance: true).Rights);
    }

    [Fact]
    public void A_wildcard_skips_deprecated_rights_and_those_for_maintenance_and_says_so()
    {
        string[] skipped = [.. RightCatalogue.Default.Rights.Where(right => right.IsDeprecated || right.IsMaintenanceOnly).Select(right => right.Key)];
        Assert.Equal(4, skipped.Length);

        PermProfile bank = Profiles.Create("DAM", rights: ["asset-bank.*"]);

        Assert.Equal(71, bank.RightCount);
        Assert.Empty(bank.Rights.Intersect(skipped));
        string warning = Assert.Single(_test.Store.TakeWarnings()).Message;
        Assert.All(skipped, key => Assert.Contains(key, warning, StringComparison.Ordinal));
        Assert.Equal(bank.Rights, Profiles.Grant("Editor", ["asset-bank.*"]).Rights);
        Assert.Single(_test.Store.TakeWarnings());
        Assert.Equal(72, Profiles.Create("Vendor", rights: ["asset-bank.*"], allowMaintenance: true).RightCount);
        Assert.DoesNotContain("customization", Assert.Single(_test.Store.TakeWarnings()).Message, StringComparison.Ordinal);
        Assert.Equal(73, Profiles.Create("Old", rights: ["asset-bank.*", skipped[^1]], allowMaintenance: true).RightCount);
        Assert.True(_test.Store.Seats.MeasureRights("Viewer", ["asset-bank.content-*"], []).TierAfter == Tier.Light);
    }

    [Fact]
    public void Excluded_rights_are_left_out_of_wildcards_and_of_a_copied_profile()
    {
        Assert.Equal(
            ["asset-bank.collections.create-collections", "asset-bank.waiting-room.audit-upload-requests", "asset-bank.waiting-room.audit-quarantined-assets"],
            Profiles.Grant("Viewer", ["asset-bank.waiting-room.*"], excludedRights: ["Audit download requests"]).Rights);
        Assert.Equal(["asset-bank.collections.create-collections"], Profiles.Create("Copy", copyFrom: "Viewer", excludedRights: ["*.waiting-room.*"]).Rights);
        Assert.Empty(_test.Store.TakeWarnings());
        Assert.Equal("RightNotFound", Assert.Throws<PermNotFoundException>(() => Profiles.Grant("Viewer", ["asset-bank.*"], excludedRights: ["Typo"])).ErrorId);
    }

    [Fact]
    public void A_right_that_another_needs_or_includes_cannot_be_excluded_alone()
    {
        Assert.Contains("excluded", Assert.Throws<PermConflictException>(() => Profiles.Grant("Viewer", [ManageOrders], includeRequired: true, excludedRights: [ViewOrders])).Message, StringComparison.Ordinal);
        Profiles.Create("Orders", rights: [ManageOrders], includeRequired: true);
        Assert.Equal("RightRequiresOther", Assert.Throws<PermConflictException>(() => Profiles.Create("Some", copyFrom: "Orders", excludedRights: [ViewOrders])).ErrorId);
        Profiles.Grant("Viewer", [Transformations], excludedRights: [DatUrl]);
        Assert.Contains($"'{DatUrl}' is excluded, but '{Transformations}' includes it", Assert.Single(_test.Store.TakeWarnings()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deprecated_right_is_granted_with_a_warning_once()
    {
        const string old = "asset-bank.system-admin.manage-external-server-settings";
        Profiles.Grant("Admin", [old]);
        Assert.Equal(new PermWarning(WarningId.DeprecatedRight, $"'{old}' is deprecated: the portal keeps it for old profiles only.", old), Assert.Single(_test.Store.TakeWarnings()));
        Profiles.Grant("Admin", [old]);
        Assert.Empty(_test.Store.TakeWarnings());
    }

    [Fact]
    public void What_changes_nothing_writes_nothing()
    {
        long before = _test.Store.Session.Version();
        Profiles.Grant("Viewer", ["asset-bank.collections.create-collections"]);
        Profiles.Revoke("Viewer", [ManageOrders]);
        Profiles.Update("Viewer", newName: "Viewer", description: "", isDefault: true);
        _test.Store.Rights.SetTier(ViewOrders, RightCatalogue.Default.Resolve(ViewOrders).DefaultTier);
        _test.Store.Seats.SetContract(new SeatContract());
        Assert.Equal(before, _test.Store.Session.Version());
    }

    [Fact]
    public void A_profile_with_users_is_removed_only_with_a_place_for_them()
    {
        _test.AddUser("ann", "Editor");
        Assert.Equal("ProfileInUse", Assert.Throws<PermConflictException>(() => Profiles.Remove("Editor")).ErrorId);
        Assert.Equal("ProfileInUse", Assert.Throws<PermConflictException>(() => Profiles.Remove("Editor", "editor")).ErrorId);
        Assert.Equal("ProfileNotFound", Assert.Throws<PermNotFoundException>(() => Profiles.Remove("Editor", "nobody")).ErrorId);
        Assert.Equal(1, Profiles.Get("Editor").ActiveUsers);
        Profiles.Remove("Editor", "Viewer");
        Assert.Equal("Viewer", _test.Store.Users.Get("ann").ProfileName);
    }

    [Fact]
    public void A_copy_has_rights_and_description_and_is_not_the_default()
    {
        Profiles.Update("Viewer", description: "Looks on");
        PermProfile copy = Profiles.Copy("viewer", "Guest");
        Assert.Equal(("Looks on", false), (copy.Description, copy.IsDefault));
        Assert.Equal(Profiles.Get("Viewer").Rights, copy.Rights);
        Assert.Equal("ProfileAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => Profiles.Copy("Viewer", "GUEST")).ErrorId);
    }
}
