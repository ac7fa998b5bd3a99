using System.Text;
using System.Text.Json;

namespace PermModule.Unit.Hostile;

public class HostileTextTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("a*b", "AxB")]
    [InlineData("a?b", "axb")]
    [InlineData("[x]", "x")]
    [InlineData("back`tick", "backtick")]
    [InlineData("[z-a]", "z")]
    [InlineData("%", "anybody")]
    [InlineData("_", "x")]
    [InlineData("'; DROP TABLE users; --", "ann")]
    [InlineData("$0", "0")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("CON", "con.txt")]
    [InlineData("null", "NULL ")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("ısı", "isi")]
    [InlineData("Ａｎｎ", "Ann")]
    [InlineData("ß", "ss")]
    [InlineData("👩‍👩‍👧", "👩")]
    [InlineData("\U0010FFFE", "x")]
    public void A_name_stands_for_itself_alone(string name, string other)
    {
        _test.AddPlain(name.Trim());
        if (!NameKey.Fold(name.Trim()).Equals(NameKey.Fold(other.Trim()), StringComparison.Ordinal))
        {
            _test.AddPlain(other.Trim());
        }

        Assert.Equal(name, Store.Users.Get(name).UserName);
        string key = NameKey.Fold(name);
        Assert.Equal(name, Store.Users.Get(key).UserName);
        Assert.Equal("UserAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => _test.AddPlain(key)).ErrorId);
        Store.Profiles.Create(name);
        Store.Groups.Create(name);
        Assert.Equal(name, Store.Profiles.Get(name).Name);
        Assert.Equal(name, Assert.Single(Store.Groups.Find(NamePattern.Escape(name))).Name);
        long before = Store.Summary.Users;
        Assert.Null(Store.Users.Remove([UserReference.ByName(name)])[0].Error);
        Assert.Equal(before - 1, Store.Summary.Users);
        _test.AssertWhole();
    }

    [Theory]
    [InlineData("ann\0")]
    [InlineData("a\u0007n")]
    [InlineData("a\r\nn")]
    [InlineData("<half>")]
    [InlineData("a<half>n")]
    [InlineData("a\u202Enn")]
    [InlineData("a\u2066nn")]
    [InlineData("a\u200Bnn")]
    [InlineData("\uFEFFann")]
    [InlineData("a\u2028n")]
    [InlineData("a\u034Fn")]
    [InlineData("a\u061Cn")]
    [InlineData("a\u115Fn")]
    [InlineData("a\u17B4n")]
    [InlineData("a\u180Bn")]
    [InlineData("a\u2061n")]
    [InlineData("a\u2800n")]
    [InlineData("a\u3164n")]
    [InlineData("a\uFFA0n")]
    [InlineData("a\uFE0Fn")]
    [InlineData("a\uFFF9n")]
    [InlineData("a\U000E0061n")]
    [InlineData("a\U000E0101n")]
    [InlineData("a\u200Cn")]
    [InlineData("a\u200Dn")]
    [InlineData("ann\u200D")]
    [InlineData("\u06CC\u200C\u200C\u062E")]
    [InlineData("a\u00A0n")]
    [InlineData("a\u2003n")]
    [InlineData("a\u202Fn")]
    public void A_name_that_passes_for_another_or_is_no_text_is_refused_everywhere(string shown)
    {
        // Half a surrogate pair does not survive in an attribute.
        string name = shown.Replace("<half>", "\ud800", StringComparison.Ordinal);
        Action[] makers =
        [
            () => Store.Users.Create(new UserData { UserName = name }),
            () => Store.Users.Create(new UserData { Email = name + "@example.com" }),
            () => Store.Profiles.Create(name),
            () => Store.Groups.Create(name),
        ];
        Assert.All(makers, make =>
        {
            PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(make);
            Assert.Contains(error.ErrorId, (string[])["InvalidCharacter", "InvalidEmail", "InvalidName"]);
            Assert.DoesNotContain(error.Message, c => char.IsControl(c));
            Assert.DoesNotContain(error.Message.EnumerateRunes(), InvisibleText.IsInvisible);
        });
        Assert.Equal(0, Store.Summary.Users);
    }

    [Theory]
    [InlineData("\uFFFE", "U+FFFE")]
    [InlineData("\uFFFF", "U+FFFF")]
    [InlineData("<half>", "Unicode")]
    public void What_is_no_character_is_refused_in_every_text_that_is_kept(string shown, string named)
    {
        string text = "a" + shown.Replace("<half>", "\ud800", StringComparison.Ordinal) + "b";
        _test.AddPlain("ann");
        UserReference ann = UserReference.ByName("ann");
        UserData[] data =
        [
            new() { FirstName = text }, new() { LastName = text }, new() { Department = text }, new() { Location = text },
            new() { JobTitle = text }, new() { ExternalId = text },
        ];
        Action[] uses =
        [
            .. data.Select(said => (Action)(() => Store.Users.Update(ann, said))),
            .. data.Select(said => (Action)(() => Store.Users.Create(said with { UserName = "bob" }))),
            () => Store.Users.Create(new UserData { UserName = text }),
            () => Store.Groups.Create(text),
            () => Store.Groups.Create("g", text),
            () => Store.Profiles.Create(text),
            () => Store.Profiles.Create("p", description: text),
            () => throw Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, ann) { Department = text }])[0].Error!,
            () => throw Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, ann) { Location = text }])[0].Error!,
            () => Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = ann, Assets = [text], Reason = "x" }),
            () => Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = ann, Assets = ["a"], Reason = text }),
            () => Store.Reports.Build(new ReportOptions { Title = text }),
        ];
        Assert.All(uses, use =>
        {
            PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(use);
            Assert.Equal("InvalidCharacter", error.ErrorId);
            Assert.Contains(named, error.Message, StringComparison.Ordinal);
        });
        Assert.Equal((1L, 0L), (Store.Summary.Users, Store.Summary.Groups));
    }

    [Fact]
    public void A_cell_with_what_is_no_character_costs_its_row_only()
    {
        string path = _test.File("people.csv");
        File.WriteAllText(path, "UserName,Department,Location,Groups,JobTitle\nu1,Sa\uFFFEles,,,\nu2,,L\uFFFE,,\nu3,,,G\uFFFE,\nu4,,,,J\uFFFE\nu5,Sales,,,\n");
        PermImportResult result = Store.Transfer.ImportUsers(path);
        Assert.Equal((1L, 4L), (result.Created, result.Rejected));
        Assert.Equal([(2L, "Department"), (3L, "Location"), (4L, "Groups"), (5L, "JobTitle")], result.Rejects.Select(reject => (reject.Row, reject.Column!)));
        Assert.All(result.Rejects, reject => Assert.Equal(("InvalidCharacter", "The cell holds U+FFFE, which stands for no character. Remove it."), (reject.ErrorId, reject.Reason)));
    }

    [Fact]
    public void A_store_that_holds_what_is_no_character_is_audited_searched_and_reported()
    {
        _test.AddUser("ann", "Editor");
        _test.AddUser("bob", "Editor");
        Store.Users.Update(UserReference.ByName("bob"), new UserData { Department = "IT" });
        Assert.Null(Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, UserReference.ByName("bob")) { Department = "Press" }])[0].Error);
        _test.Tamper("UPDATE users SET department = 'Sa\uFFFEles', location = '\uFFFF', job_title = 'x\uFFFE' WHERE user_name = 'ann'");
        _test.Tamper("UPDATE role_members SET location = 'O\uFFFEslo'");
        Assert.Contains(Store.Audit.Run(), finding => finding.RuleName == "ChampionMissing" && finding.Target == "Sa\uFFFEles");
        Assert.Equal(3, Store.Reports.Build().Coverage.Departments.Count + Store.Reports.Build().Coverage.Locations.Count);
        Assert.Equal("bob", Assert.Single(Store.Users.Find(new UserFilter { Department = "it" })).UserName);
        Assert.Equal("ann", Assert.Single(Store.Users.Find(new UserFilter { Department = "sa*les" })).UserName);
        Assert.Equal("bob", Assert.Single(Store.Roles.Members(PermRole.Champion, location: "o?slo")).UserName);
        Assert.Equal(["Sa\uFFFEles"], Store.Suggestions.Departments("s", TimeSpan.FromSeconds(5)));
        Assert.Null(Store.Roles.AddMembers([new RoleAssignment(PermRole.Champion, UserReference.ByName("ann")) { Department = "IT" }])[0].Error);
        Assert.Equal("Sales", Store.Users.Update(UserReference.ByName("ann"), new UserData { Department = "Sales" }).Department);
    }

    [Theory]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")]
    [InlineData("\u0915\u094D\u200D\u0937")]
    [InlineData("\U0001F469\U0001F3FD\u200D\U0001F680")]
    public void A_joiner_is_taken_where_it_changes_how_its_neighbors_are_written(string name) => Assert.Equal(name, _test.AddPlain(name).UserName);

    [Fact]
    public void The_wide_space_is_taken_and_files_may_have_any()
    {
        Assert.Equal("\u5C71\u7530\u3000\u592A\u90CE", _test.AddPlain("\u5C71\u7530\u3000\u592A\u90CE").UserName);
        Assert.Equal("Screenshot 10.15\u202FAM.png", Assert.Single(Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = UserReference.ByName("\u5C71\u7530\u3000\u592A\u90CE"), Assets = ["Screenshot 10.15\u202FAM.png"], Reason = "x" }).Assets));
    }

    [Fact]
    public void A_group_of_an_older_store_keeps_its_name()
    {
        Store.Groups.Create("Press team");
        _test.Tamper("UPDATE user_groups SET name = 'Press\u00A0team', name_key = 'PRESS\u00A0TEAM'");
        Assert.Equal("Press\u00A0team", Assert.Single(Store.Users.Create(new UserData { UserName = "ann", Groups = ["Press\u00A0team"] }).Groups));
    }

    [Theory]
    [InlineData("\u001b[31mroot")]
    [InlineData("a\nb")]
    [InlineData("a\u202Eb")]
    [InlineData(" ")]
    public void An_actor_is_held_to_the_rules_of_names(string actor)
    {
        PermStoreOptions options = new() { Actor = actor };
        Assert.Throws<PermInvalidInputException>(() => PermStore.Open(_test.Path, options));
        Assert.Throws<PermInvalidInputException>(() => PermStore.Create(_test.File("other/new.db"), options));
        Assert.False(Directory.Exists(_test.File("other")));
        Assert.Throws<PermInvalidInputException>(() => PermStore.Open(_test.Path, new PermStoreOptions { Actor = new string('x', 5_000) }));
    }

    [Fact]
    public void Text_for_the_screen_neither_turns_nor_drives_it()
    {
        Assert.Equal("ab gpj \n  ", InvisibleText.Blank("ab\u202Egpj\u001b\n\U000E0061", keepsLines: true));
        Assert.Equal("a b", InvisibleText.Blank("a\nb"));
        Assert.Equal("\u06CC\u200C\u062E \ud800", InvisibleText.Blank("\u06CC\u200C\u062E \ud800"));
    }

    [Fact]
    public void Ten_megabytes_are_refused_in_few_words_and_cost_nothing()
    {
        string text = new('x', 10 * 1024 * 1024);
        _test.AddPlain("ann");
        UserReference ann = UserReference.ByName("ann");
        Action[] uses =
        [
            () => Store.Users.Create(new UserData { UserName = text }),
            () => Store.Users.Create(new UserData { UserName = "bob", FirstName = text }),
            () => Store.Users.Create(new UserData { Email = text + "@example.com" }),
            () => Store.Users.Create(new UserData { UserName = "bob", Groups = [text] }, new UserBatchOptions { CreateGroups = true }),
            () => Store.Users.Get(text),
            () => Assert.Empty(Store.Users.Find(new UserFilter { UserNames = [text + "*"] })),
            () => Store.Users.Update(ann, new UserData { JobTitle = text }),
            () => Store.Profiles.Create(text),
            () => Store.Profiles.Create("p", description: text),
            () => Store.Profiles.Get(text),
            () => Store.Profiles.Grant("Viewer", [text]),
            () => Store.Groups.Create("g", text),
            () => Store.Groups.Get(text),
            () => Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = ann, Assets = [text], Reason = "x" }),
            () => Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = WaitingRoomKind.Download, Requester = ann, Assets = ["a"], Reason = text }),
            () => Store.Reports.Build(new ReportOptions { Title = text }),
            () => PermAuditDigest.Parse(text),
        ];
        Assert.All(uses, use => Assert.InRange(Assert.ThrowsAny<PermException>(use).Message.Length, 1, 500));
        Assert.Equal((1L, 3L, 0L), (Store.Summary.Users, Store.Summary.Profiles, Store.Summary.Groups));
        _test.AssertWhole();
    }

    [Theory]
    [InlineData("{\"schemaVersion\":1,\"profiles\":", "[")]
    [InlineData("", "{\"a\":")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":", "[")]
    public void Json_a_hundred_thousand_levels_deep_is_refused_by_every_reader(string start, string level)
    {
        string path = _test.File("deep.json");
        File.WriteAllText(path, start + string.Concat(Enumerable.Repeat(level, 100_000)));
        Assert.Equal("NotJson", Assert.Throws<PermInvalidInputException>(() => Store.Transfer.ImportUsers(path)).ErrorId);
        Assert.Equal("InvalidDocument", Assert.Throws<PermInvalidInputException>(() => Store.Transfer.ImportProfiles(path)).ErrorId);
        Assert.Equal("InvalidDocument", Assert.Throws<PermInvalidInputException>(() => Store.Reports.Build(new ReportOptions { ComparePath = path })).ErrorId);
        Assert.Equal("InvalidDigest", Assert.Throws<PermInvalidInputException>(() => PermAuditDigest.Parse(File.ReadAllText(path))).ErrorId);
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(1)")]
    [InlineData("'=1")]
    [InlineData("''+1")]
    [InlineData("＝1")]
    [InlineData("'t Hart")]
    public void No_cell_of_an_export_runs_as_a_formula_and_every_cell_is_read_back(string text)
    {
        Store.Users.Create(new UserData { UserName = text, Email = "x@example.com", FirstName = text, Department = text, Groups = [text] }, new UserBatchOptions { CreateGroups = true });
        foreach (ExportFormat format in (ExportFormat[])[ExportFormat.Csv, ExportFormat.PortalExport])
        {
            string path = Store.Transfer.ExportUsers(_test.File(format + ".csv"), format).FullName;
            char separator = format == ExportFormat.Csv ? ',' : ';';
            Assert.DoesNotContain(File.ReadAllText(path).Split(separator, '\n'), cell => cell is ['=' or '+' or '-' or '@' or '＝', ..] or ['"', '=' or '+' or '-' or '@' or '＝', ..]);
            PermImportResult result = Store.Transfer.ImportUsers(path, new UserImportOptions { Mode = ImportMode.Upsert });
            Assert.Equal((1L, 0L), (result.Unchanged, result.Rejected));
        }
    }

    [Fact]
    public void The_reject_of_a_row_tells_no_other_cell()
    {
        string[] rows =
        [
            "ann,ann@example.com,Secret,perhaps",
            "bob,bob@example.com,Secret,yes,surplus",
            "carl,no address,Secret,yes",
            "dora,dora@example.com,\"Secret\"x,yes",
            "eve,eve@example.com,Secret,\u0007",
            "finn,finn@example.com,Secret," + new string('y', 300),
            "gus,gus@example.com,\"Secret,yes",
        ];
        string path = _test.File("people.csv");
        File.WriteAllText(path, "UserName,Email,First name,SSO Only\n" + string.Join('\n', rows) + "\n");
        PermImportResult result = Store.Transfer.ImportUsers(path);
        Assert.Equal(rows.Length, result.Rejected);
        Assert.DoesNotContain("Secret", JsonSerializer.Serialize(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ann,Lee,Oslo\nBob,Ray,Rome\n")]
    [InlineData("Ann\tLee\tOslo\n")]
    [InlineData("Ann\n")]
    public void A_table_without_its_first_line_tells_nobody_who_is_in_it(string table)
    {
        string path = _test.File("people.csv");
        File.WriteAllText(path, table);
        PermException error = Assert.ThrowsAny<PermException>(() => Store.Transfer.ImportUsers(path, new UserImportOptions { Format = ImportFormat.Csv }));
        Assert.Equal("ColumnMissing", error.ErrorId);
        Assert.DoesNotContain("Ann", error.Message, StringComparison.Ordinal);
        error = Assert.ThrowsAny<PermException>(() => Store.Transfer.ImportUsers(path, new UserImportOptions { Format = ImportFormat.Csv, ColumnMap = new Dictionary<string, string> { ["Email"] = "Mail" } }));
        Assert.DoesNotContain("Ann", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_never_runs_as_a_formula_in_the_file_of_rejected_rows()
    {
        string path = _test.File("people.csv");
        File.WriteAllText(path, "UserName,=Email\nann,no address\n");
        Store.Transfer.ImportUsers(path, new UserImportOptions { RejectPath = _test.File("rejects.csv") });
        Assert.StartsWith("\"'=Email: ", File.ReadAllLines(_test.File("rejects.csv"))[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Scim_that_names_its_schema_in_no_unicode_costs_its_row_only()
    {
        const string text = """[{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann"},{"schemas":["\ud800"],"userName":"bob"}]""";
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        PermImportResult result = Store.Transfer.ImportUsers(stream);
        Assert.Equal((1L, "InvalidValue"), (result.Created, Assert.Single(result.Rejects).ErrorId));
    }

    [Fact]
    public void A_range_that_runs_backwards_is_refused_and_not_a_crash()
    {
        _test.AddPlain("ann");
        Assert.Equal("InvalidPattern", Assert.Throws<PermInvalidInputException>(() => Store.Users.Find(new UserFilter { UserNames = ["[z-a]*"] }).ToList()).ErrorId);
    }

    [Fact]
    public void What_is_cut_for_a_message_is_still_text()
    {
        string cut = TextRules.Cut(new string('x', 79) + "\U0001F600\U0001F600");
        Assert.Equal(new string('x', 79) + "…", cut);
        Assert.True(cut.IsNormalized());
    }
}
