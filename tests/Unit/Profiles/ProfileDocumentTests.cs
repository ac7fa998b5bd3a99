using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.Profiles;

public class ProfileDocumentTests : IDisposable
{
    private const string Brands = "asset-bank.asset.manage-brands";
    private const string Collections = "asset-bank.collections.create-collections";

    private readonly TestStore _test = new TestStore().WithProfiles();

    private ProfileService Profiles => _test.Store.Profiles;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void The_document_is_sorted_indented_and_ends_with_a_line_break()
    {
        Profiles.Grant("Viewer", ["asset-bank.asset-management.crop-asset"]);
        _test.Store.Rights.SetTier(Brands, Tier.Regular);
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 5, Enforcement = SeatEnforcement.Warn, PricePerSeat = new SeatPrices { Heavy = 41.5m }, Currency = "EUR" });
        Assert.Equal(
            """
            {
              "schemaVersion": 1,
              "contract": {
                "heavy": 5,
                "regular": null,
                "light": null,
                "enforcement": "Warn",
                "warningPercent": 90,
                "reactivationDelayDays": 0,
                "pricePerSeat": {
                  "heavy": 41.5,
                  "regular": null,
                  "light": null
                },
                "currency": "EUR"
              },
              "tiers": {
                "asset-bank.asset.manage-brands": "Regular"
              },
              "profiles": [
                {
                  "name": "Admin",
                  "description": null,
                  "isDefault": false,
                  "rights": [
                    "asset-bank.asset.manage-brands"
                  ]
                },
                {
                  "name": "Editor",
                  "description": null,
                  "isDefault": false,
                  "rights": [
                    "asset-bank.asset-management.upload-assets"
                  ]
                },
                {
                  "name": "Viewer",
                  "description": null,
                  "isDefault": true,
                  "rights": [
                    "asset-bank.asset-management.crop-asset",
                    "asset-bank.collections.create-collections"
                  ]
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            Export());
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_document_edited_by_hand_has_comments_commas_and_any_encoding(string encoding)
    {
        string path = _test.File("edited.json");
        File.WriteAllText(path, "/* ours */ { \"schemaVersion\": 1, // the form\n \"profiles\": [ { \"name\": \"Zoë\", \"rights\": [\"" + Brands + "\",], }, ], }", System.Text.Encoding.GetEncoding(encoding));
        Assert.NotEmpty(_test.Store.Transfer.ImportProfiles(path));
        Assert.Equal([Brands], Profiles.Get("Zoë").Rights);
    }

    [Fact]
    public void A_plan_short_of_seats_lists_the_differences_and_the_refusal_and_changes_nothing()
    {
        _test.AddUser("ann", "Viewer");
        string path = _test.File("short.json");
        File.WriteAllText(path, "{ \"schemaVersion\": 1, \"contract\": { \"heavy\": 0 }, \"profiles\": [ { \"name\": \"New\", \"rights\": [] }, { \"name\": \"Viewer\", \"rights\": [\"" + Brands + "\"] } ] }");
        long version = _test.Store.Session.Version();
        foreach (bool isTrial in (bool[])[false, true])
        {
            ProfileImportPlan plan = isTrial ? _test.Store.Preview(() => _test.Store.Transfer.PlanProfiles(path)) : _test.Store.Transfer.PlanProfiles(path);
            Assert.Equal("SeatLimitExceeded", plan.Refusal?.ErrorId);
            Assert.Contains("+ Viewer: right " + Brands, plan.Changes.Select(change => change.ToString()));
            Assert.Equal((1L, 0L), (plan.Seats.Single(usage => usage.Tier == Tier.Heavy).Active, plan.Seats.Single(usage => usage.Tier == Tier.Heavy).Limit));
            Assert.Equal(version, _test.Store.Session.Version());
        }

        Assert.Equal("SeatLimitExceeded", Assert.Throws<SeatLimitException>(() => _test.Store.Transfer.ImportProfiles(path)).ErrorId);
    }

    [Fact]
    public void A_deprecated_right_is_warned_of_once_however_many_profiles_hold_it()
    {
        string key = RightCatalogue.Default.RightsOf(RightCatalogue.Default.Deprecated).First().Key;
        string path = _test.File("old.json");
        File.WriteAllText(path, "{ \"schemaVersion\": 1, \"profiles\": [" + string.Join(',', Enumerable.Range(0, 50).Select(i => $"{{ \"name\": \"P{i}\", \"rights\": [\"{key}\"] }}")) + "] }");
        _test.Store.Transfer.ImportProfiles(path);
        Assert.Single(_test.Store.TakeWarnings());
    }

    [Fact]
    public void An_import_of_four_times_the_profiles_takes_about_four_times_the_work()
    {
        // Counted in bytes, which do not depend on how busy the machine is. Reading all profiles again after each of them made it sixteen times.
        Work(50);
        long few = Work(200);
        Assert.InRange(Work(800), few, few * 6);

        long Work(int profiles)
        {
            using TestStore test = new();
            string path = test.File("many.json");
            File.WriteAllText(path, "{ \"schemaVersion\": 1, \"profiles\": [" + string.Join(',', Enumerable.Range(0, profiles).Select(i => $"{{ \"name\": \"P{i}\", \"rights\": [\"{Brands}\"] }}")) + "] }");
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(2 * profiles, test.Store.Transfer.ImportProfiles(path).Count);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void What_is_exported_makes_the_same_of_an_empty_store_and_changes_nothing_a_second_time()
    {
        IReadOnlyList<PermRight> rights = RightCatalogue.Default.Rights;
        Gen<(int[] Rights, int Tiers, int Limit)> contents =
            from held in Gen.Choose(0, rights.Count - 1).ArrayOf(12)
            from tiers in Gen.Choose(0, rights.Count - 1)
            from limit in Gen.Choose(0, 3)
            select (held, tiers, limit);
        int run = 0;
        Prop.ForAll(Arb.From(contents), made =>
        {
            string name = $"Ünï \"{run++}\" <&>日本";
            Profiles.Create(name, description: made.Limit == 0 ? null : "line\nbreak\u2028\tand 'quotes'", isDefault: made.Limit == 1);
            foreach (int right in made.Rights)
            {
                Try(() => Profiles.Grant(name, [rights[right].Key], includeRequired: true, allowMaintenance: true));
            }

            _test.Store.Rights.SetTier(rights[made.Tiers].Key, (Tier)made.Limit);
            _test.Store.Seats.SetContract(new SeatContract { Heavy = made.Limit == 0 ? null : made.Limit, WarningPercent = 50 + made.Limit });
            string exported = Export();
            using TestStore fresh = new();
            string path = fresh.File("document.json");
            File.WriteAllText(path, exported);
            Assert.NotEmpty(fresh.Store.Transfer.ImportProfiles(path, allowMaintenance: true));
            fresh.Store.Transfer.ExportProfiles(path, overwrite: true);
            Assert.Equal(exported, File.ReadAllText(path));
            long version = fresh.Store.Session.Version();
            Assert.Empty(fresh.Store.Transfer.ImportProfiles(path));
            Assert.Equal(version, fresh.Store.Session.Version());
            Assert.All(fresh.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    [Fact]
    public void Profiles_that_only_fit_the_contract_together_change_places()
    {
        _test.AddUser("ann", "Admin");
        _test.AddUser("bob", "Viewer");
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 1, Regular = 0, Light = 1 });
        Assert.Equal(4, Import(Profile("Admin", Collections), Profile("Viewer", Brands)).Count);
        Assert.Equal((Tier.Light, Tier.Heavy), (Profiles.Get("Admin").Tier, Profiles.Get("Viewer").Tier));
        Assert.All(_test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void A_document_that_breaks_its_own_contract_is_refused_with_the_numbers_and_nothing_of_it_applied()
    {
        _test.AddUser("ann", "Viewer");
        _test.AddUser("bob", "Viewer");
        string before = Export();
        SeatLimitException error = Assert.Throws<SeatLimitException>(() =>
            Import("""{ "schemaVersion": 1, "contract": { "heavy": 1 }, "tiers": { "asset-bank.collections.create-collections": "Heavy" }, "profiles": [ { "name": "New", "rights": [] } ] }"""));
        Assert.Equal((Tier.Heavy, 2L, 1L, 1L), (error.Tier, error.Needed, error.Free, error.Limit));
        Assert.Equal(before, Export());
        Import("""{ "schemaVersion": 1, "contract": { "heavy": 2 }, "tiers": { "asset-bank.collections.create-collections": "Heavy" }, "profiles": [] }""");
        Assert.Equal(2, _test.Store.Seats.GetUsage()[0].Active);
    }

    [Fact]
    public void What_the_document_does_not_speak_of_stays()
    {
        _test.Store.Rights.SetTier(Brands, Tier.Regular);
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 5, Light = 7 });
        IReadOnlyList<ProfileImportChange> changes = Import("""{ "schemaVersion": 1, "contract": { "light": 9 }, "profiles": [ { "name": "viewer", "description": "New", "rights": [] } ] }""");
        Assert.Equal(
            ["~ Seat contract: light 7 -> 9", "~ Viewer: description '' -> 'New'", "- Viewer: right " + Collections, "~ Viewer: default 'Viewer' -> ''"],
            changes.Select(change => change.ToString()));
        Assert.Equal((5L, 9L), (_test.Store.Seats.Contract.Heavy, _test.Store.Seats.Contract.Light));
        Assert.Equal(Tier.Regular, _test.Store.Rights.Find(Brands)[0].Tier);
        Assert.Equal(3, Profiles.Find().Count);
        Assert.Single(Import("""{ "schemaVersion": 1, "tiers": {}, "profiles": [] }"""), change => change.Target == Brands && change.Value == "Regular -> Heavy");
    }

    [Theory]
    [InlineData("", "InvalidDocument")]
    [InlineData("no json", "InvalidDocument")]
    [InlineData("[]", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1 }""", "InvalidDocument")]
    [InlineData("""{ "profiles": [] }""", "SchemaVersionUnknown")]
    [InlineData("""{ "schemaVersion": 2, "profiles": [] }""", "SchemaVersionUnknown")]
    [InlineData("""{ "schemaVersion": "1", "profiles": [] }""", "SchemaVersionUnknown")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [], "extra": 1 }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [], "profiles": [] }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "New", "rights": ["no.such.right"] } ] }""", "RightNotFound")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "New", "rights": ["Manage brands"] } ] }""", "RightNotFound")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "New", "rights": ["asset-bank.asset.manage-brands", "Asset-Bank.asset.manage-brands"] } ] }""", "DuplicateRight")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "New", "rights": [] }, { "name": " NEW", "rights": [] } ] }""", "DuplicateProfile")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "New", "isDefault": true, "rights": [] }, { "name": "N", "isDefault": true, "rights": [] } ] }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "New" } ] }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": 5, "rights": [] } ] }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "  ", "rights": [] } ] }""", "InvalidName")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "New", "rights": [null] } ] }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "\ud800", "rights": [] } ] }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [], "tiers": { "no.such.right": "Heavy" } }""", "RightNotFound")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [], "tiers": { "asset-bank.asset.manage-brands": "Heavy", "asset-bank.asset.manage-brands": "Light" } }""", "DuplicateRight")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [], "tiers": { "asset-bank.asset.manage-brands": "Enormous" } }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [], "tiers": { "asset-bank.asset.manage-brands": 3 } }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [], "contract": { "heavy": -1 } }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [], "contract": { "heavy": 1.5 } }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [], "contract": { "warningPercent": 101 } }""", "InvalidValue")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [], "contract": { "enforcement": "block" } }""", "InvalidDocument")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "New", "rights": [] }, { "name": "Bad", "rights": ["brand-store.manage-orders"] } ] }""", "RightRequiresOther")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "New", "rights": ["brand-guidelines.viewer", "brand-guidelines.creator"] } ] }""", "RightExclusive")]
    [InlineData("""{ "schemaVersion": 1, "profiles": [ { "name": "New", "rights": ["asset-bank.content-customization.manage-content-customization"] } ] }""", "RightMaintenanceOnly")]
    public void A_bad_document_is_refused_by_its_id_and_nothing_of_it_applied(string document, string errorId)
    {
        string before = Export();
        long version = _test.Store.Session.Version();
        Assert.Equal(errorId, Assert.ThrowsAny<PermException>(() => Import(document)).ErrorId);
        Assert.Equal(before, Export());
        Assert.Equal(version, _test.Store.Session.Version());
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_when_asked()
    {
        string path = _test.File("kept.json");
        File.WriteAllText(path, "kept");
        Assert.Equal("FileAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => _test.Store.Transfer.ExportProfiles(path)).ErrorId);
        Assert.Equal("kept", File.ReadAllText(path));
        _test.Store.Transfer.ExportProfiles(path, overwrite: true);
        Assert.Empty(_test.Store.Transfer.ImportProfiles(path));
        Assert.Equal("FileNotFound", Assert.Throws<PermNotFoundException>(() => _test.Store.Transfer.ImportProfiles(_test.File("missing.json"))).ErrorId);
    }

    [Fact]
    public void The_published_schema_knows_every_property_and_no_other()
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "permissions.schema.json")));
        using JsonDocument exported = JsonDocument.Parse(Export());
        JsonElement properties = schema.RootElement.GetProperty("properties");
        Assert.Equal(1, properties.GetProperty("schemaVersion").GetProperty("const").GetInt32());
        Same(["$schema", .. Names(exported.RootElement)], properties);
        Same(Names(exported.RootElement.GetProperty("contract")), properties.GetProperty("contract").GetProperty("properties"));
        Same(Names(exported.RootElement.GetProperty("profiles")[0]), properties.GetProperty("profiles").GetProperty("items").GetProperty("properties"));
        Assert.Equal(
            Enum.GetNames<Tier>().Order(StringComparer.Ordinal),
            properties.GetProperty("tiers").GetProperty("additionalProperties").GetProperty("enum").EnumerateArray().Select(tier => tier.GetString()).Order(StringComparer.Ordinal));

        static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

        static void Same(IEnumerable<string> expected, JsonElement described) => Assert.Equal(expected.Order(StringComparer.Ordinal), Names(described).Order(StringComparer.Ordinal));
    }

    private static string Profile(string name, params string[] rights) => JsonSerializer.Serialize(new { name, isDefault = name == "Viewer", rights });

    private static void Try(Action change)
    {
        try
        {
            change();
        }
        catch (PermConflictException error)
        {
            Assert.Equal("RightExclusive", error.ErrorId);
        }
    }

    private string Export()
    {
        string path = _test.File("exported.json");
        _test.Store.Transfer.ExportProfiles(path, overwrite: true);
        return File.ReadAllText(path);
    }

    private IReadOnlyList<ProfileImportChange> Import(params string[] profiles) =>
        Import($$"""{ "schemaVersion": 1, "profiles": [ {{string.Join(", ", profiles)}} ] }""");

    private IReadOnlyList<ProfileImportChange> Import(string document)
    {
        string path = _test.File("imported.json");
        File.WriteAllText(path, document);
        return _test.Store.Transfer.ImportProfiles(path);
    }
}
