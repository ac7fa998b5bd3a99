namespace PermModule.Unit.Catalogue;

public sealed class RightCatalogueTests
{
    private const string PortalSettings = "asset-bank.system-admin.manage-portal-settings";

    private static RightCatalogue Catalogue => RightCatalogue.Default;

    [Fact]
    public void There_are_177_rights_each_with_a_key_of_its_own_and_a_description()
    {
        Assert.Equal(177, Catalogue.Rights.Count);
        Assert.Equal(177, Catalogue.Rights.Select(right => right.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(Catalogue.Rights, right => Assert.True(right.Description.Length > 20, right.Key));
        Assert.Equal(177, Catalogue.Rights.Select(right => right.Description).Distinct().Count());
        Assert.True(Catalogue.Rights.Count <= RightSet.Capacity);
    }

    [Theory]
    [InlineData("Asset Bank", 75)]
    [InlineData("Creative Workflow", 56)]
    [InlineData("Content Workflow", 21)]
    [InlineData("Brand Store", 7)]
    [InlineData("DAT", 4)]
    [InlineData("Brand Templates", 3)]
    [InlineData("Brand Guidelines 2.0", 3)]
    [InlineData("Studio", 3)]
    [InlineData("Custom Links", 3)]
    [InlineData("Brand Guidelines 1.0", 2)]
    public void A_solution_has_as_many_rights_as_the_portal_gives_it(string solution, int count) =>
        Assert.Equal(count, Assert.Single(RightService.FindSolutions(solution)).RightCount);

    [Fact]
    public void There_are_ten_solutions_that_hold_all_rights()
    {
        Assert.Equal(10, Catalogue.Solutions.Count);
        Assert.Equal(177, Catalogue.Solutions.Sum(solution => solution.RightCount));
        Assert.Equal("Creative Workflow", Assert.Single(RightService.FindSolutions("Asset Workflow")).Name);
        Assert.Equal("Brand Guidelines 2.0", Assert.Single(RightService.FindSolutions("cx user*")).Name);
    }

    [Theory]
    [InlineData(Tier.Heavy, 55)]
    [InlineData(Tier.Regular, 69)]
    [InlineData(Tier.Light, 29)]
    [InlineData(Tier.None, 24)]
    public void A_tier_has_as_many_rights_as_the_portal_gives_it(Tier tier, int count) =>
        Assert.Equal(count, Catalogue.Rights.Count(right => right.DefaultTier == tier));

    [Theory]
    [InlineData(RightKind.Grant, 172)]
    [InlineData(RightKind.Restriction, 3)]
    [InlineData(RightKind.Obligation, 1)]
    [InlineData(RightKind.Preference, 1)]
    public void A_kind_has_as_many_rights_as_the_portal_gives_it(RightKind kind, int count) =>
        Assert.Equal(count, Catalogue.Rights.Count(right => right.Kind == kind));

    [Theory]
    [InlineData("asset-bank.asset.show-all-assets-as-watermarked", RightKind.Restriction)]
    [InlineData("asset-bank.homepage.restrict-access-to-the-dashboard", RightKind.Restriction)]
    [InlineData("workflow.brand-templates.disable-template-previews", RightKind.Restriction)]
    [InlineData("asset-bank.users-and-permissions.require-mfa-on-login", RightKind.Obligation)]
    [InlineData("content-workflow.receive-product-updates-via-email", RightKind.Preference)]
    [InlineData("Access to collections published online", RightKind.Grant)]
    public void What_is_more_or_less_than_a_grant_is_marked_so(string right, RightKind kind) => Assert.Equal(kind, Catalogue.Resolve(right).Kind);

    [Fact]
    public void The_tier_none_is_all_of_content_workflow_and_custom_links_and_nothing_else() =>
        Assert.All(Catalogue.Rights, right => Assert.Equal(right.Solution is "Content Workflow" or "Custom Links", right.DefaultTier == Tier.None));

    [Theory]
    [InlineData("brand-store.manage-orders", "brand-store.view-orders")]
    [InlineData("brand-store.order-admin-list", "brand-store.access-brandstore-management", "brand-store.view-orders")]
    [InlineData("workflow.asset.approve-asset", "workflow.job.approve-jobs")]
    [InlineData("asset-bank.system-admin.create-api-tokens", PortalSettings)]
    [InlineData("asset-bank.system-admin.view-api-tokens", PortalSettings)]
    [InlineData("asset-bank.system-admin.revoke-api-tokens", PortalSettings)]
    [InlineData("dynamic-asset-transformations.manage-presets", PortalSettings)]
    public void A_right_needs_the_others_that_the_portal_asks_for(string right, params string[] needed)
    {
        Assert.Equal(needed, Catalogue.Resolve(right).Requires);
        Assert.Equal(7, Catalogue.Rights.Count(other => other.Requires.Count > 0));
    }

    [Fact]
    public void A_transformation_right_includes_those_below_it()
    {
        Assert.Equal(["dynamic-asset-transformations.show-dat-url"], Catalogue.Resolve("View and Download Presets").Implies);
        Assert.Equal(
            ["dynamic-asset-transformations.show-dat-url", "dynamic-asset-transformations.view-and-download-presets"],
            Catalogue.Resolve("Create Transformations").Implies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_permissions_of_the_workflow_are_every_other_right_of_creative_workflow()
    {
        PermRight all = Catalogue.Resolve("workflow.account.get-all-workflow-permissions");
        Assert.Equal(
            Catalogue.Rights.Where(right => right.Solution == "Creative Workflow" && right.Key != all.Key).Select(right => right.Key).Order(StringComparer.Ordinal),
            all.Implies.Order(StringComparer.Ordinal));
        Assert.Equal(5, Catalogue.Rights.Count(right => right.Implies.Count > 0));
    }

    [Fact]
    public void Creator_manager_and_viewer_of_brand_guidelines_exclude_each_other() =>
        Assert.Equal(
            ["brand-guidelines.creator", "brand-guidelines.manager", "brand-guidelines.viewer"],
            Assert.Single(Catalogue.Rights.Where(right => right.ExclusiveGroup is not null).GroupBy(right => right.ExclusiveGroup)).Select(right => right.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void One_right_is_for_maintenance_only_and_three_are_deprecated()
    {
        Assert.Equal("Manage content customization", Assert.Single(Catalogue.Rights, right => right.IsMaintenanceOnly).Name);
        Assert.Equal(
            ["asset-bank.system-admin.manage-external-server-settings", "asset-bank.system-admin.view-external-server-setting-details", "asset-bank.system-admin.view-external-server-settings-overview"],
            Catalogue.Rights.Where(right => right.IsDeprecated).Select(right => right.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_name_that_several_rights_share_stands_for_none_alone_and_for_all_in_a_search()
    {
        PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => Catalogue.Resolve("Manage templates"));
        Assert.Equal("RightAmbiguous", error.ErrorId);
        Assert.Equal("Manage templates", error.Target);
        Assert.True(Catalogue.Search("manage templates").Count >= 3);
        Assert.All(Catalogue.Search("manage templates"), right => Assert.Contains(right.Key, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_name_or_alias_in_any_case_stands_for_the_right_and_anything_else_is_refused()
    {
        Assert.Equal("asset-bank.asset.manage-brands", Catalogue.Resolve("BRAND management").Key);
        Assert.Equal("asset-bank.asset.manage-brands", Catalogue.Resolve("Asset-Bank.Asset.Manage-Brands").Key);
        Assert.Equal("RightNotFound", Assert.Throws<PermNotFoundException>(() => Catalogue.Match("manage-brands")).ErrorId);
        Assert.Empty(Catalogue.Match("nothing*"));
    }

    [Fact]
    public void Every_filter_leaves_only_what_it_names_and_a_typing_error_is_no_empty_answer()
    {
        using TestStore test = new TestStore().WithProfiles();
        RightService rights = test.Store.Rights;
        Assert.Equal(5, rights.Find(new RightFilter { Kinds = [RightKind.Restriction, RightKind.Obligation, RightKind.Preference] }).Count);
        Assert.All(rights.Find(new RightFilter { Solutions = ["DAT", "Studio"], Tiers = [Tier.Heavy] }), right => Assert.Equal(Tier.Heavy, right.Tier));
        Assert.Equal(2, rights.Find(new RightFilter { Profiles = ["Admin", "Viewer"] }).Count);
        Assert.Equal(75, rights.Find(new RightFilter { Solutions = ["Asset Bank"] }).Count);
        Assert.Equal(
            rights.Find(new RightFilter { Rights = ["asset-bank.waiting-room.*"] }).Select(right => right.Key),
            rights.Find(new RightFilter { Categories = ["Waiting room"], Solutions = ["asset bank"] }).Select(right => right.Key));
        Assert.Equal("SolutionNotFound", Assert.Throws<PermNotFoundException>(() => rights.Find(new RightFilter { Solutions = ["Asset Bnak"] })).ErrorId);
        Assert.Equal("CategoryNotFound", Assert.Throws<PermNotFoundException>(() => rights.Find(new RightFilter { Categories = ["Waitingroom"] })).ErrorId);
        Assert.Empty(rights.Find(new RightFilter { Solutions = ["x*"] }));
    }
}
