using System.Text;

namespace PermModule.Unit.Transfer;

/// <summary>SCIM as clients write it, and JSON of the same people that is no SCIM.</summary>
public sealed class ScimClientTests : IDisposable
{
    private const string Core = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("""[{"type":"home","value":"h@example.com","primary":"False"},{"type":"work","value":"w@example.com","primary":"True"}]""", "w@example.com")]
    [InlineData("""[{"type":"work","value":"w@example.com"},{"type":"home","value":"h@example.com","primary":true}]""", "h@example.com")]
    [InlineData("""[{"type":"other","value":"o@example.com"},{"type":"home","value":"h@example.com"},{"type":"Work","value":"w@example.com"}]""", "w@example.com")]
    [InlineData("""[{"type":"other","value":"o@example.com"},{"type":"home","value":"h@example.com"}]""", "h@example.com")]
    [InlineData("""[{"value":"o@example.com"},{"type":"other","value":"p@example.com"}]""", "o@example.com")]
    [InlineData("""[null,{"value":""},{"value":"o@example.com"}]""", "o@example.com")]
    [InlineData("""[{"value":null,"primary":true},{"value":"o@example.com"}]""", "o@example.com")]
    [InlineData("""["o@example.com","p@example.com"]""", "o@example.com")]
    [InlineData("""{"value":"o@example.com"}""", "o@example.com")]
    [InlineData(""" "o@example.com" """, "o@example.com")]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    public void The_address_that_counts_is_the_primary_one_then_that_for_work_then_that_for_home(string emails, string? expected)
    {
        Import($$"""{{{Core}},"userName":"ann","emails":{{emails}}}""");
        Assert.Equal(expected, Store.Users.Get("ann").Email);
    }

    [Theory]
    [InlineData("""[{"type":"home","country":"FR"},{"type":"work","country":"NO"}]""", "NO")]
    [InlineData("""[{"type":"work","country":"NO"},{"country":"FR","primary":"true"}]""", "FR")]
    [InlineData("""[null,{"country":"","locality":"Oslo"}]""", "Oslo")]
    [InlineData("""["Oslo"]""", "Oslo")]
    [InlineData("""{"formatted":"Oslo, Norway"}""", "Oslo, Norway")]
    [InlineData(""" "Oslo" """, "Oslo")]
    [InlineData("null", null)]
    public void An_address_is_read_in_every_form(string addresses, string? expected)
    {
        Import($$"""{{{Core}},"userName":"ann","addresses":{{addresses}}}""");
        Assert.Equal(expected, Store.Users.Get("ann").Location);
    }

    [Theory]
    [InlineData("\"" + Enterprise + "\":{\"department\":\"Sales\"}")]
    [InlineData("\"" + Enterprise + ":department\":\"Sales\"")]
    [InlineData("\"" + Enterprise + ".department\":\"Sales\"")]
    [InlineData("\"urn:scim:schemas:extension:enterprise:1.0\":{\"department\":\"Sales\"}")]
    [InlineData("\"department\":\"Sales\"")]
    [InlineData("\"Department\":\"Sales\"")]
    public void The_department_is_found_in_the_extension_in_its_full_name_and_at_the_root(string attribute)
    {
        Import($$"""{{{Core}},"userName":"ann",{{attribute}}}""");
        Assert.Equal("Sales", Store.Users.Get("ann").Department);
    }

    [Theory]
    [InlineData("""[{"value":"8d2a4f8e-bf98-7363-c4ae-d4ef0a21f0f2","display":"Press"},{"value":"2","display":"A; B"}]""")]
    [InlineData("""["Press",null,"A; B"]""")]
    [InlineData("""[{"value":"Press"},{"display":"A; B"}]""")]
    public void Groups_are_known_by_their_names(string groups)
    {
        Import($$"""{{{Core}},"userName":"ann","groups":{{groups}}}""");
        Assert.Equal(["A; B", "Press"], Store.Users.Get("ann").Groups);
    }

    [Theory]
    [InlineData("""[{"value":"8d2a4f8e-bf98-7363-c4ae-d4ef0a21f0f2"}]""")]
    [InlineData("""[{"value":"17","$ref":"../Groups/17"}]""")]
    [InlineData("""[{"value":"00g1emaKYZTWRYYRRTSK"}]""")]
    [InlineData("""[{"value":"17"}]""")]
    public void A_group_given_by_its_id_alone_is_not_made_a_group_of_that_name(string groups)
    {
        PermImportResult result = Import($$"""{{{Core}},"userName":"ann","groups":{{groups}}}""");
        Assert.Equal(("InvalidValue", "groups"), (Assert.Single(result.Rejects).ErrorId, result.Rejects[0].Column));
        Assert.Equal(0, Store.Summary.Groups);
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123Z")]
    [InlineData("2026-01-02T03:04:05.12345678+01:00", "2026-01-02T02:04:05.123Z")]
    [InlineData("2026-01-02T03:04:05.999999999999-05:30", "2026-01-02T08:34:05.999Z")]
    [InlineData("2026-01-02T03:04:05,5Z", "2026-01-02T03:04:05.500Z")]
    [InlineData("2026-01-02t03:04:05z", "2026-01-02T03:04:05.000Z")]
    [InlineData("2026-01-02T03:04:05+0100", "2026-01-02T02:04:05.000Z")]
    [InlineData("2026-01-02T03:04:05.123456789+01", "2026-01-02T02:04:05.123Z")]
    [InlineData("2026-01-02 03:04:05.1234567890 UTC", "2026-01-02T03:04:05.123Z")]
    public void Dates_have_any_number_of_decimals_and_every_form_of_offset(string written, string expected)
    {
        PermImportResult result = Import($$$"""{{{{Core}}},"userName":"ann","meta":{"created":"{{{written}}}"}}""");
        Assert.Empty(result.Rejects);
        Assert.Equal(expected, UtcTime.ToText(UtcTime.ToStored(Store.Users.Get("ann").CreatedAt)));
    }

    [Fact]
    public void What_okta_sends_is_read()
    {
        Import("""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test.user@okta.local","name":{"givenName":"Test","familyName":"User"},
             "emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],"displayName":"Test User","locale":"en-US",
             "externalId":"00ujl29u0le5T6Aj10h7","groups":[],"password":"1mz050nq","active":true}
            """);
        PermUser user = Store.Users.Get("test.user@okta.local");
        Assert.Equal(("test.user@okta.local", "Test", "User", "00ujl29u0le5T6Aj10h7", true), (user.Email, user.FirstName, user.LastName, user.ExternalId, user.IsActive));
    }

    [Fact]
    public void What_entra_sends_is_read()
    {
        Import("""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
             "externalId":"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef","userName":"ann@example.com","active":"False","title":"Lead","displayName":"Lee, Ann",
             "emails":[{"type":"other","value":"a.l@home.example"},{"primary":"True","type":"work","value":"ann@example.com"}],
             "addresses":[{"type":"work","country":"Norway"}],"meta":{"resourceType":"User"},"name":{"formatted":"Ann Lee","familyName":"Lee","givenName":"Ann"},"roles":[],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"7","department":"Sales","manager":{"value":"x"}}}
            """);
        PermUser user = Store.Users.Get("ann@example.com");
        Assert.Equal(("ann@example.com", "Ann", "Lee", "Lead", "Sales", "Norway", false), (user.Email, user.FirstName, user.LastName, user.JobTitle, user.Department, user.Location, user.IsActive));
    }

    [Theory]
    [InlineData("""{"value":[{"userPrincipalName":"ann","mail":"ann@example.com","givenName":"Ann","surname":"Lee","jobTitle":"Lead","department":"Sales","accountEnabled":false,"id":"1"}]}""")]
    [InlineData("""[{"UserName":"ann","Email":"ann@example.com","FirstName":"Ann","LastName":"Lee","JobTitle":"Lead","Department":"Sales","IsActive":false}]""")]
    [InlineData("// from the directory\n{\"userName\":\"ann\",\"email\":\"ann@example.com\",\"name\":{\"givenName\":\"Ann\",\"familyName\":\"Lee\"},\"title\":\"Lead\",\"department\":\"Sales\",\"active\":\"DEPROVISIONED\",}")]
    [InlineData("""{"schemas":[],"userName":"ann","emails":["ann@example.com"],"name.givenName":"Ann","name.familyName":"Lee","title":"Lead","department":"Sales","status":"SUSPENDED"}""")]
    public void Plain_objects_are_read_by_the_names_of_their_properties(string json)
    {
        Assert.Equal(1, Import(json).Created);
        PermUser user = Store.Users.Get("ann");
        Assert.Equal(("ann@example.com", "Ann", "Lee", "Lead", "Sales", false), (user.Email, user.FirstName, user.LastName, user.JobTitle, user.Department, user.IsActive));
    }

    [Fact]
    public void An_export_as_json_is_read_back()
    {
        Store.Users.Create(new UserData { UserName = "ann", Email = "ann@example.com", Profile = "Editor", Groups = ["A; B", "C"], IsActive = false, IsSsoOnly = true, LoginCount = 3, LastLoginAt = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero) }, new UserBatchOptions { CreateGroups = true });
        string file = Store.Transfer.ExportUsers(_test.File("people.json")).FullName;
        using TestStore target = new TestStore().WithProfiles();
        Assert.Equal(1, target.Store.Transfer.ImportUsers(file).Created);
        Assert.Equal(1, Store.Transfer.ImportUsers(file, new UserImportOptions { Mode = ImportMode.Sync }).Unchanged);
        PermUser user = target.Store.Users.Get("ann");
        Assert.Equal(("Editor", false, true, 3L), (user.ProfileName, user.IsActive, user.IsSsoOnly, user.LoginCount));
        Assert.Equal(["A; B", "C"], user.Groups);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\n  ")]
    [InlineData("\u001E")]
    [InlineData("")]
    public void Json_lines_are_read_to_the_last(string between)
    {
        string text = string.Join(between, ((string[])["ann", "bob", "carl"]).Select(name => $$"""{{{Core}},"userName":"{{name}}"}"""));
        Assert.Equal((3L, 3L), (Import(text).Created, (long)Store.Summary.Users));
    }

    [Theory]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Press","members":[]}""", "NotScim")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":false}}]}""", "NotScim")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}""", "NotScim")]
    [InlineData("""{"displayName":"Press","members":[{"value":"1"}],"mail":"press@example.com"}""", "NotScim")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0}""", "NoRows")]
    [InlineData("""{"userName":"ann","employmentStatus":"left"}""", "StateColumnUnknown")]
    public void What_is_no_user_is_refused(string json, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<PermInvalidInputException>(() => Import(json)).ErrorId);

    [Fact]
    public void An_attribute_that_is_there_twice_is_refused()
    {
        PermImportResult result = Import($$"""[{{{Core}},"userName":"ann"},{{{Core}},"userName":"bob","UserName":"carl"},{{{Core}},"userName":"dora","mail":"a@example.com","email":"b@example.com"}]""");
        Assert.Equal(["InvalidValue", "InvalidValue"], result.Rejects.Select(reject => reject.ErrorId));
    }

    private PermImportResult Import(string text)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        return Store.Transfer.ImportUsers(stream);
    }
}
