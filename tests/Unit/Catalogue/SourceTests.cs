using System.Text.RegularExpressions;

namespace PermModule.Unit.Catalogue;

/// <summary>Holds the catalogue, the Studio matrix and the roles against the documents they were made from.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] ExclusiveNames = ["Creator", "Manager", "Viewer"];

    private static readonly SourceRow[] Rows = [.. SourceRow.Read()];

    private static RightCatalogue Catalogue => RightCatalogue.Default;

    public static TheoryData<string, string, string> Required => new()
    {
        { "(The Order admin view right is required.)", "Manage orders", "Order admin view" },
        { "The permission works in combination with Brandstore admin list and Order admin view.", "Order admin list", "Brandstore admin list" },
        { "The permission works in combination with Brandstore admin list and Order admin view.", "Order admin list", "Order admin view" },
        { "A User must have \"ApproveJob\" permission enabled to Approve Assets in Workflow Jobs.", "Approve asset", "Approve jobs" },
    };

    public static TheoryData<string, string, string> Included => new()
    {
        { "View and Download Presets - Allows users to view the DAT URL", "View and Download Presets", "Show DAT URL" },
        { "Create Transformations - Allows users to view the DAT URL, view and download assets and presets in the DAT UI", "Create Transformations", "View and Download Presets" },
        { "view guides created by other users that are set to be visible to them", "brand-guidelines.creator", "brand-guidelines.viewer" },
        { "Users with this permission can manage all guides and their content.", "brand-guidelines.manager", "brand-guidelines.viewer" },
    };

    public static TheoryData<string, string, RightKind> Kinds => new()
    {
        { "Displays all assets as watermarked", "Show all assets as watermarked", RightKind.Restriction },
        { "Hides the dashboard/homepage for users.", "Restrict access to the dashboard", RightKind.Restriction },
        { "Restricts users from generating a Creative Workflow template preview.", "Disable template previews", RightKind.Restriction },
        { "Requires users to set up MFA", "Require MFA on login", RightKind.Obligation },
        { "You can opt-in or out of the Content Workflow product updates.", "Receive product updates via email", RightKind.Preference },
        { "Allows users to view the Public Collections Tab", "Access to collections published online", RightKind.Grant },
    };

    public static TheoryData<string, string> Duties => new()
    {
        { "They are in contact with Bynder on a regular basis to increase adoption", "Keep in regular contact with the vendor to raise adoption" },
        { "the Portal Owners insure feedback gets to the right person", "See that feedback reaches the right person" },
        { "Update dashboard (homepage)", "Refresh the dashboard" },
        { "Manage users (in collaboration with the champions)", "Administer users together with the champions" },
        { "Update Guidelines", "Keep the guidelines current" },
        { "Maintain of assets and taxonomy (metaproperties)", "Look after assets and taxonomy" },
        { "Manage Waiting room", "Work through the waiting room" },
        { "Organize feedback loop within Bynder", "Run the feedback loop" },
        { "Train the Champions", "Train the champions" },
    };

    [Fact]
    public void The_older_article_lists_the_rights_in_the_order_of_the_catalogue_by_names_that_resolve()
    {
        // The article prints this one name twice.
        string[] names = [.. SourceDocument.UserPermissions.Names.Select(name => name == "Brand store access Brand store access" ? "Brand store access" : name)];
        Assert.Equal(152, names.Length);
        Assert.Equal(Keys("001"), InOrder(names, Keys("001")));
    }

    [Fact]
    public void The_newer_article_lists_the_rights_in_the_order_of_the_catalogue_by_names_that_resolve()
    {
        // Its tables end with those of DAT; rights that stand in other kinds of tables follow in tests of their own.
        string[] expected = [.. Keys("002").Where(key => !IsWithoutBullet(key) && !IsDat(key))];
        IReadOnlyList<string> names = SourceDocument.PermissionsBySolution.Names;
        Assert.Equal(90, names.Count);
        Assert.Equal(expected, InOrder(names.Take(expected.Length), expected));
        Assert.Equal(
            ["manage-presets", "show-dat-url", "view-and-download-presets", "create-transformations"],
            names.Skip(expected.Length).Select(name => Catalogue.Resolve(name).Key.Split('.')[1]));
    }

    [Fact]
    public void The_table_of_content_workflow_lists_its_rights_in_the_order_of_the_catalogue()
    {
        string[] lines = [.. SourceDocument.PermissionsBySolution.Between("Permission Access Granted", "NOTE: Account Owner")];
        string[] names = [.. lines.Where((_, place) => place % 2 == 0).Select(name => name.Trim().TrimEnd('.'))];
        string[] expected = [.. Keys("002").Where(key => key.StartsWith("content-workflow.", StringComparison.Ordinal))];
        Assert.Equal(21, names.Length);
        Assert.Equal(expected, InOrder(names, expected));
    }

    [Theory]
    [InlineData("CX User Community", "brand-guidelines.")]
    [InlineData("Custom Links", "custom-links.")]
    public void Creator_manager_and_viewer_stand_side_by_side(string solution, string prefix)
    {
        Assert.Matches($"{solution}.{{0,70}}Creator Manager Viewer", SourceDocument.PermissionsBySolution.Text);
        PermRight[] rights = [.. Catalogue.Rights.Where(right => right.Key.StartsWith(prefix, StringComparison.Ordinal))];
        Assert.Equal(ExclusiveNames, rights.Select(right => right.Name));
    }

    [Fact]
    public void Other_names_of_the_sources_stand_for_the_right()
    {
        Assert.Contains("The role is referred to as ‘editor’", SourceDocument.PermissionsBySolution.Text, StringComparison.Ordinal);
        Assert.Equal("brand-guidelines.manager", Catalogue.Resolve("Editor").Key);
        Assert.Equal("workflow.account.get-all-workflow-permissions", Catalogue.Resolve("Get all available workflowpermissions").Key);
        Assert.All(Rows, row => Assert.All(row.Aliases, alias => Assert.Contains(alias, Catalogue.Find(row.Key)!.Alias)));
        Assert.Equal(2, Rows.Max(row => row.Aliases.Count));
    }

    [Fact]
    public void Every_right_has_the_tier_and_the_source_of_the_restored_tables()
    {
        Assert.Equal(Rows.Select(row => (row.Key, row.Tier, row.TierSource)), Catalogue.Rights.Select(right => (right.Key, right.DefaultTier, right.TierSource)));
        Assert.Equal(
            [(TierSource.Documented, 93), (TierSource.Inferred, 58), (TierSource.Assumed, 26)],
            Catalogue.Rights.CountBy(right => right.TierSource).OrderBy(count => count.Key).Select(count => (count.Key, count.Value)));
    }

    [Fact]
    public void A_table_lists_dearer_rights_first_except_that_of_DAT_in_the_older_article()
    {
        IEnumerable<string> rising = Catalogue.Rights
            .Where(right => Array.Exists(Rows, row => row.Key == right.Key && row.Documents.Contains("001")))
            .GroupBy(right => (right.Solution, right.Category))
            .Where(table => table.Zip(table.Skip(1)).Any(pair => pair.Second.DefaultTier > pair.First.DefaultTier))
            .Select(table => table.Key.Solution);
        Assert.Equal(["Dynamic Asset Transformations"], rising);
        Assert.Contains("contradict", Catalogue.Find("dynamic-asset-transformations.manage-presets")!.Description, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Required))]
    public void A_right_needs_what_the_sources_say(string statement, string right, string needed)
    {
        Assert.Contains(statement, Said, StringComparison.Ordinal);
        Assert.Contains(Catalogue.Resolve(needed).Key, Catalogue.Resolve(right).Requires);
    }

    [Theory]
    [MemberData(nameof(Included))]
    public void A_right_includes_what_the_sources_say(string statement, string right, string included)
    {
        Assert.Contains(statement, Said, StringComparison.Ordinal);
        Assert.Contains(Catalogue.Resolve(included).Key, Catalogue.Resolve(right).Implies);
    }

    [Fact]
    public void One_right_gives_all_permissions_of_the_workflow()
    {
        Assert.Contains("Allows users to get all the permissions available in the Creative Workflow.", Said, StringComparison.Ordinal);
        PermRight all = Catalogue.Resolve("Allows users to get all the permissions available in the workflow");
        Assert.Equal(Rows.Where(row => row.Solution == "Creative Workflow" && row.Key != all.Key).Select(row => row.Key), all.Implies);
    }

    [Fact]
    public void A_profile_is_given_one_of_the_rights_of_the_guidelines_and_may_still_include_another()
    {
        Assert.Contains("only one CX User Community permission can be set up per permission profile", Said, StringComparison.Ordinal);
        Assert.Equal(ExclusiveNames, Catalogue.Rights.Where(right => right.ExclusiveGroup is not null).Select(right => right.Name));
        using TestStore test = new();
        PermProfile guides = test.Store.Profiles.Create("Guides", rights: ["brand-guidelines.creator"]);
        Assert.Equal(["brand-guidelines.creator"], guides.Rights);
        foreach (string second in new[] { "brand-guidelines.manager", "brand-guidelines.viewer" })
        {
            Assert.Equal("RightExclusive", Assert.Throws<PermConflictException>(() => test.Store.Profiles.Grant("Guides", [second])).ErrorId);
        }

        Assert.Empty(test.Store.Audit.Run(new AuditOptions { Rules = ["ExclusiveRightsCombined"] }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_right_is_of_the_kind_that_the_sources_say(string statement, string right, RightKind kind)
    {
        Assert.Contains(statement, Said, StringComparison.Ordinal);
        Assert.Equal(kind, Catalogue.Resolve(right).Kind);
    }

    [Fact]
    public void Maintenance_and_deprecated_rights_are_those_of_the_sources()
    {
        Assert.Contains("shouldn't be enabled for admin and/or user profiles", Said, StringComparison.Ordinal);
        Assert.Equal(Rows.Where(row => row.IsMaintenanceOnly).Select(row => row.Key), Catalogue.Rights.Where(right => right.IsMaintenanceOnly).Select(right => right.Key));
        int deprecated = Deprecated().Count(Said);
        Assert.Equal(3, deprecated);
        Assert.Equal(deprecated, Catalogue.Rights.Count(right => right.IsDeprecated));
    }

    [Fact]
    public void The_matrix_of_Studio_is_that_of_the_article()
    {
        string[] projects = [.. SourceDocument.PermissionsBySolution.Between("Owner Contributor Owner Contributor Owner Contributor", "\u00A0 Admin")];
        string[] designs = [.. SourceDocument.PermissionsBySolution.Between("Designs Owner Contributor Owner Contributor Owner Contributor", "\0")];
        (string Object, string Action, bool[] Cells)[] rows = [.. projects.Select(line => Row("Project", line)), .. designs.Select(line => Row("Design", line))];
        StudioPermission[] expected =
        [
            .. from row in rows
               from column in Enumerable.Range(0, 6)
               select new StudioPermission
               {
                   Object = Enum.Parse<StudioObject>(row.Object),
                   Action = row.Action,
                   Role = new[] { StudioRole.Admin, StudioRole.ContentDesigner, StudioRole.ContentCreator }[column / 2],
                   Relation = column % 2 == 0 ? StudioRelation.Owner : StudioRelation.Contributor,
                   IsAllowed = row.Cells[column],
               },
        ];
        Assert.Equal(96, expected.Length);
        Assert.Equal(expected, StudioMatrix.Default.Permissions);
    }

    [Theory]
    [MemberData(nameof(Duties))]
    public void A_portal_owner_has_the_duties_of_the_article(string statement, string duty)
    {
        Assert.Contains(statement, SourceDocument.Roles.Text, StringComparison.Ordinal);
        using TestStore test = new();
        PermRoleInfo owner = test.Store.Roles.Get(PermRole.PortalOwner);
        Assert.Contains(duty, owner.Duties);
        Assert.Equal(Duties.Count, owner.Duties.Count);
    }

    [Theory]
    [InlineData("dynamic-asset-transformations.view-and-download-presets", "assets and presets")]
    [InlineData("dynamic-asset-transformations.create-transformations", "assets and presets")]
    [InlineData("workflow.asset.download-all-assets-from-job", "all assets")]
    [InlineData("brand-guidelines.manager", "create guides")]
    [InlineData("brand-guidelines.manager", "editor")]
    [InlineData("brand-guidelines.creator", "view those of others that are visible to them")]
    [InlineData("content-workflow.create-templates", "Required to add and edit the structure of items")]
    [InlineData("studio.content-creator", "swapped")]
    [InlineData("studio.content-designer", "swapped")]
    [InlineData("custom-links.creator", "This text is ours")]
    [InlineData("asset-bank.users-and-permissions.manage-permission-profiles", "-As")]
    public void A_description_keeps_the_meaning_of_the_source(string right, string meaning) =>
        Assert.Contains(meaning, Catalogue.Find(right)!.Description, StringComparison.Ordinal);

    [Fact]
    public void Sharing_assets_is_about_assets_alone() =>
        Assert.DoesNotContain("collection", Catalogue.Find("asset-bank.sharing.share-assets")!.Description, StringComparison.OrdinalIgnoreCase);

    private static string Said => SourceDocument.UserPermissions.Text + SourceDocument.PermissionsBySolution.Text;

    private static string[] Keys(string document) => [.. Rows.Where(row => row.Documents.Contains(document)).Select(row => row.Key)];

    /// <summary>The key that a name stands for where it is expected, and otherwise the name: a name may stand for several rights.</summary>
    private static IEnumerable<string> InOrder(IEnumerable<string> names, IEnumerable<string> expected) => names.Zip(
        expected,
        (name, key) => Catalogue.Search(name).Any(right => right.Key == key) ? key : name);

    private static bool IsDat(string key) => key.StartsWith("dynamic-asset-transformations.", StringComparison.Ordinal);

    private static bool IsWithoutBullet(string key) => key.Split('.')[0] is "studio" or "brand-guidelines" or "custom-links" or "content-workflow";

    /// <summary>A line of the matrix: one character a cell, and one blank between two.</summary>
    private static (string Object, string Action, bool[] Cells) Row(string target, string line)
    {
        int cells = line.IndexOf(" X", StringComparison.Ordinal) + 1;
        return (target, line[..cells].Trim(), [.. Enumerable.Range(0, 6).Select(column => line.Length > cells + (2 * column) && line[cells + (2 * column)] == 'X')]);
    }

    [GeneratedRegex("This permission is deprecated", RegexOptions.NonBacktracking)]
    private static partial Regex Deprecated();
}
