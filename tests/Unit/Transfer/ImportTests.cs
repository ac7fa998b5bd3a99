using System.Text;

namespace PermModule.Unit.Transfer;

public class ImportTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_plain_table_makes_users_with_all_their_fields()
    {
        PermImportResult result = Import(
            """
            UserName,E-mail,First name,Last_Name,Profile,Groups,Department,Country,Title,External ID,SSO Only,Status,Last Login Date,Number of Logins,Created Date,Deactivation Date
            ann,ann@example.com,Ann,"O""Neil, Jr.",Editor,"Press; ""A, B""|Press",Sales,Norway,"Line
            two",x-1,Yes,Inactive,2026-01-02 03:04:05,7,2025-06-07T08:09:10+02:00,2026-01-03
            """);
        Assert.Equal((1L, 1L, 0L, 2L), (result.Read, result.Created, result.Rejected, result.GroupsCreated));
        PermUser user = Store.Users.Get("ann");
        Assert.Equal(("ann@example.com", "Ann", "O\"Neil, Jr.", "Editor", "Sales", "Norway", "Line two", "x-1"), (user.Email, user.FirstName, user.LastName, user.ProfileName, user.Department, user.Location, user.JobTitle, user.ExternalId));
        Assert.Equal(["A, B", "Press"], user.Groups);
        Assert.Equal((true, false, 7L), (user.IsSsoOnly, user.IsActive, user.LoginCount));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), user.LastLoginAt);
        Assert.Equal(new DateTimeOffset(2025, 6, 7, 6, 9, 10, TimeSpan.Zero), user.CreatedAt);
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), user.DeactivatedAt);
    }

    [Fact]
    public void A_name_that_only_looks_like_that_of_a_type_is_read_from_every_file()
    {
        Store.Profiles.Create("System.Operators");
        Store.Users.Create(
            new UserData { UserName = "System.Service", FirstName = "System", LastName = "System.Account", Profile = "System.Operators", Groups = ["System.Admins"], Department = "Microsoft.Teams" },
            new UserBatchOptions { CreateGroups = true });
        foreach (string name in (string[])["users.csv", "users.json", "users.xlsx"])
        {
            Store.Transfer.ExportUsers(_test.File(name));
            PermImportResult again = Store.Transfer.ImportUsers(_test.File(name), new UserImportOptions { Mode = ImportMode.Upsert });
            Assert.Equal((1L, 0L), (again.Unchanged, again.Rejected));
        }

        Assert.Equal("InvalidValue", Assert.Single(Import("UserName,Groups\nann,System.Object[]\n").Rejects).ErrorId);
        Assert.Equal("InvalidValue", Assert.Single(Import("UserName,Department\nann,Microsoft.ActiveDirectory.Management.ADPropertyValueCollection\n").Rejects).ErrorId);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void The_delimiter_is_found_by_looking_even_where_cells_hold_the_others(char delimiter)
    {
        string text = "Email|First name|Job\nann@example.com|\"A,n;n\t\"|\"x,y;z\tw\"\n".Replace('|', delimiter);
        Assert.Equal(1, Import(text).Created);
        Assert.Equal("x,y;z w", Store.Users.Get("ann@example.com").JobTitle);
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    public void Every_unicode_encoding_with_its_byte_order_mark_is_read(string encoding, bool hasMark)
    {
        Encoding code = Encoding.GetEncoding(encoding);
        byte[] text = code.GetBytes("Email;First name\r\nann@example.com;Žółć 𠮷\r\n");
        Assert.Equal(1, Import(hasMark ? [.. code.GetPreamble(), .. text] : text).Created);
        Assert.Equal("Žółć 𠮷", Store.Users.Get("ann@example.com").FirstName);
    }

    [Fact]
    public void A_list_of_addresses_is_known_by_its_look()
    {
        PermImportResult result = Import("# newcomers\nann@example.com\n\n  bob@example.com  \nno address\n\"q@example.com\n", new UserImportOptions { Profile = "Editor" });
        Assert.Equal((ImportFormat.Email, 4L, 2L), (result.Format, result.Read, result.Created));
        Assert.Equal([(5L, "Email", "InvalidEmail"), (6L, "Email", "InvalidEmail")], result.Rejects.Select(reject => (reject.Row, reject.Column!, reject.ErrorId)));
        Assert.All(Store.Users.Find(), user => Assert.Equal("Editor", user.ProfileName));
    }

    [Theory]
    [InlineData("X", false)]
    [InlineData("[X]", false)]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"Resources":[X],"startIndex":1}""", false)]
    [InlineData("[X]", true)]
    public void Every_form_of_scim_is_read(string form, bool isUtf16)
    {
        string user = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann","externalId":"e1","title":"Editor","active":false,
             "name":{"givenName":"Ann","familyName":"Lee"},"emails":[{"value":"old@example.com"},{"value":"ann@example.com","primary":true}],
             "groups":[{"value":"1","display":"A; B"},{"value":"2","display":"C"}],"addresses":[{"country":"NO"}],"meta":{"created":"2025-01-02T03:04:05Z"},
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Sales"}}
            """;
        string text = form.Replace("X", user, StringComparison.Ordinal);
        PermImportResult result = Import(isUtf16 ? [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)] : Encoding.UTF8.GetBytes(text));
        Assert.Equal((ImportFormat.Scim, 1L), (result.Format, result.Created));
        PermUser read = Store.Users.Get("ann");
        Assert.Equal(("ann@example.com", "Ann", "Lee", "Sales", "NO", "Editor", "e1", false), (read.Email, read.FirstName, read.LastName, read.Department, read.Location, read.JobTitle, read.ExternalId, read.IsActive));
        Assert.Equal(["A; B", "C"], read.Groups);
    }

    [Fact]
    public void Scim_larger_than_any_buffer_is_streamed()
    {
        StringBuilder text = new("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"Resources":[""");
        for (int i = 0; i < 3_000; i++)
        {
            text.Append(i == 0 ? "" : ",").Append($$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"user{{i}}","title":"{{new string('x', 100)}}"}""");
        }

        Assert.Equal(3_000, Import(text.Append("]}").ToString()).Created);
    }

    [Fact]
    public void Bad_users_of_scim_are_rejected_one_by_one_and_kept_for_mending()
    {
        const string text = """
            [{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann"},
             {"title":"nobody"},
             {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"bob","active":"perhaps"},
             {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":["a","b"]},
             {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\ud800"},
             7,
             {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"zoe"}]
            """;
        PermImportResult result = Import(text, new UserImportOptions { RejectPath = _test.File("rejects.json") });
        Assert.Equal((7L, 2L, 5L), (result.Read, result.Created, result.Rejected));
        Assert.Equal(
            [(2L, null, "NotScim"), (3L, "active", "InvalidValue"), (4L, "userName", "InvalidValue"), (5L, "userName", "InvalidValue"), (6L, null, "NotScim")],
            result.Rejects.Select(reject => (reject.Row, reject.Column, reject.ErrorId)));
        string mended = File.ReadAllText(_test.File("rejects.json")).Replace("perhaps", "true", StringComparison.Ordinal).Replace("[\"a\",\"b\"]", "\"carl\"", StringComparison.Ordinal);
        Assert.Contains("rejectReason", mended, StringComparison.Ordinal);
        mended = mended.Replace("\"title\":\"nobody\"", "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"dan\"", StringComparison.Ordinal);
        Assert.Equal(3, Import(mended).Created);
    }

    [Theory]
    [InlineData("", "FileEmpty")]
    [InlineData("  \r\n\r\n", "FileEmpty")]
    [InlineData("\uFEFF", "FileEmpty")]
    [InlineData("UserName,Email\n", "NoRows")]
    [InlineData("UserName,Email\n\n,\n ,, \n", "NoRows")]
    [InlineData("First name,Last name\nAnn,Lee\n", "ColumnMissing")]
    [InlineData("Email,E-mail\na@example.com,b@example.com\n", "ColumnAmbiguous")]
    [InlineData("{ \"title\": \"ann\" }", "NotScim")]
    [InlineData("[1, 2]", "NotScim")]
    [InlineData("{\"Resources\":[]}", "NoRows")]
    [InlineData("{ not json", "NotJson")]
    [InlineData("[{\"schemas\": [", "NotJson")]
    [InlineData("{\"Res\\ud800ources\": []}", "NotJson")]
    [InlineData("PK\u0003\u0004\u0000\u0000xl/workbook", "FormatUnknown")]
    public void A_file_that_cannot_be_imported_at_all_is_refused(string text, string errorId)
    {
        PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => Import(text));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(0, Store.Summary.Users);
    }

    [Fact]
    public void Paths_that_are_no_readable_file_are_refused()
    {
        Assert.Equal("FileNotFound", Assert.Throws<PermNotFoundException>(() => Store.Transfer.ImportUsers(_test.File("none.csv"))).ErrorId);
        Assert.Equal("NotAFile", Assert.Throws<PermInvalidInputException>(() => Store.Transfer.ImportUsers(Path.GetTempPath())).ErrorId);
    }

    [Fact]
    public void Deeply_nested_json_is_refused()
    {
        PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => Import(new string('[', 100_000)));
        Assert.Equal("NotJson", error.ErrorId);
        Assert.Contains("depth", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_delimiter_is_named_as_the_cause()
    {
        PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => Import("UserName,Email\nann,ann@example.com\n", new UserImportOptions { Delimiter = ';' }));
        Assert.Equal("ColumnMissing", error.ErrorId);
        Assert.Contains("read as a single column", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_to_be_a_portal_export_has_its_columns()
    {
        PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => Import("UserName,Email\nann,ann@example.com\n", new UserImportOptions { Format = ImportFormat.PortalExport }));
        Assert.Equal("NotPortalExport", error.ErrorId);
    }

    [Fact]
    public void A_map_names_columns_and_beats_their_names()
    {
        UserImportOptions options = new() { ColumnMap = new Dictionary<string, string> { ["email"] = "Contact", ["JobTitle"] = "function" } };
        PermImportResult result = Import("Email,Contact,Function,Shoe size\nold@example.com,ann@example.com,Lead,42\n", options);
        Assert.Equal(1, result.Created);
        PermUser user = Store.Users.Get("ann@example.com");
        Assert.Equal("Lead", user.JobTitle);
        Assert.Contains("Shoe size", Assert.Single(Store.TakeWarnings(), warning => warning.Id == WarningId.ColumnsIgnored).Message, StringComparison.Ordinal);
        Assert.Equal("ColumnMapInvalid", Assert.Throws<PermInvalidInputException>(() => Import("Email\na@example.com\n", new UserImportOptions { ColumnMap = new Dictionary<string, string> { ["Shoes"] = "Email" } })).ErrorId);
        Assert.Equal("ColumnMissing", Assert.Throws<PermInvalidInputException>(() => Import("Email\na@example.com\n", new UserImportOptions { ColumnMap = new Dictionary<string, string> { ["Email"] = "Mail2" } })).ErrorId);
    }

    [Fact]
    public void Phone_company_and_website_are_not_kept()
    {
        _test.NeedsFile();
        PermImportResult result = Import("Email,Phone Number,Company Name,Website\nann@example.com,+49 1,Secret Ltd,http://x\n");
        Assert.Equal(["Phone Number", "Company Name", "Website"], result.ColumnsNotKept);
        Assert.Empty(Store.TakeWarnings());
        string stored = string.Concat(Directory.GetFiles(Path.GetDirectoryName(_test.Path)!).Select(file =>
        {
            using StreamReader reader = new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.Latin1);
            return reader.ReadToEnd();
        }));
        Assert.Contains("ann@example.com", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret Ltd", stored, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_bad_row_is_named_with_its_column_and_the_good_ones_are_in()
    {
        Store.Users.Create(new UserData { UserName = "stored", Email = "stored@example.com" });
        byte[] text =
        [
            .. Encoding.UTF8.GetBytes(
                """
                UserName,Email,FirstName,Profile,LastLoginAt,LoginCount,Active
                good1,good1@example.com,Ä,Viewer,,,
                short,short@example.com
                long,long@example.com,A,Viewer,,,,x
                nul,nul@example.com,A\0B,Viewer,,,
                bell,bell@example.com,AB,Viewer,,,
                good1,other@example.com,A,Viewer,,,
                other,GOOD1@example.com,A,Viewer,,,
                stored,new@example.com,A,Viewer,,,
                new,Stored@Example.com,A,Viewer,,,
                wizard,wizard@example.com,A,Wizard,,,
                mail,no-address,A,Viewer,,,
                date,date@example.com,A,Viewer,31.12.2025,,
                count,count@example.com,A,Viewer,,-1,
                flag,flag@example.com,A,Viewer,,,perhaps
                quote,quote@example.com,"A"B,Viewer,,,
                open,open@example.com,"A,Viewer,,,
                ,,A,Viewer,,,

                """.Replace("\\0", "\0", StringComparison.Ordinal).Replace("bell@example.com,AB", "bell@example.com,A\u0007B", StringComparison.Ordinal)),
            .. "latin,latin@example.com,J"u8, 0xFC, .. "rgen,Viewer,,,\n"u8,
            .. "huge,huge@example.com,"u8, .. Enumerable.Repeat((byte)'x', 10 * 1024 * 1024), .. ",Viewer,,,\n"u8,
            .. "good2,good2@example.com,\"A\nB\",Viewer,,,\n"u8,
        ];
        PermImportResult result = Import(text, new UserImportOptions { RejectPath = _test.File("rejects.csv") });
        (long, string?, string)[] expected =
        [
            (4, null, "WrongCellCount"),
            (5, "FirstName", "InvalidCharacter"),
            (6, "FirstName", "InvalidCharacter"),
            (7, "UserName", "DuplicateRow"),
            (8, "Email", "DuplicateRow"),
            (9, "UserName", "UserAlreadyExists"),
            (10, "Email", "UserAlreadyExists"),
            (11, "Profile", "ProfileNotFound"),
            (12, "Email", "InvalidEmail"),
            (13, "LastLoginAt", "InvalidDate"),
            (14, "LoginCount", "InvalidValue"),
            (15, "Active", "InvalidValue"),
            (16, null, "MalformedRow"),
            (17, null, "UnclosedQuote"),
            (18, "UserName", "UserNameRequired"),
            (19, "FirstName", "InvalidEncoding"),
            (20, "FirstName", "ValueTooLong"),
        ];
        Assert.Equal(expected, result.Rejects.Select(reject => (reject.Row, reject.Column, reject.ErrorId)));
        Assert.Equal((20L, 3L, 17L), (result.Read, result.Created, result.Rejected));
        Assert.All(result.Rejects, reject => Assert.InRange(reject.Value?.Length ?? 0, 0, 81));
        Assert.Equal(["good1", "good2", "short", "stored"], Store.Users.Find().Select(user => user.UserName).Order());
        Assert.True(new FileInfo(_test.File("rejects.csv")).Length > 10 * 1024 * 1024);
    }

    [Fact]
    public void Rejected_rows_can_be_mended_and_imported_again()
    {
        PermImportResult first = Import("Email;First name;Profile\r\nann(at)example.com;\"A;n\"\"n\";Viewer\r\nbob@example.com;Bob;Editor;x\r\n", new UserImportOptions { RejectPath = _test.File("r.csv") });
        Assert.Equal(2, first.Rejected);
        string text = File.ReadAllText(_test.File("r.csv"));
        Assert.StartsWith("RejectReason;Email;First name;Profile\r\n", text, StringComparison.Ordinal);
        string mended = text.Replace("(at)", "@", StringComparison.Ordinal).Replace("Bob;Editor;x", "Bob;Editor", StringComparison.Ordinal).Replace("'ann@example.com'", "it", StringComparison.Ordinal);
        PermImportResult again = Import(mended, new UserImportOptions { RejectPath = _test.File("r2.csv") });
        Assert.Equal((2L, 0L), (again.Created, again.Rejected));
        Assert.Empty(Store.TakeWarnings());
        Assert.False(File.Exists(_test.File("r2.csv")));
        Assert.Equal("A;n\"n", Store.Users.Get("ann@example.com").FirstName);
    }

    [Fact]
    public void Rejected_rows_never_replace_a_file_unless_told()
    {
        string path = _test.File("rejects.csv");
        File.WriteAllText(path, "precious");
        Assert.Equal("FileAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => Import("Email\nbad\n", new UserImportOptions { RejectPath = path })).ErrorId);
        Assert.Equal("precious", File.ReadAllText(path));
        Import("Email\nbad\n", new UserImportOptions { RejectPath = path, Overwrite = true });
        Assert.Contains("bad", File.ReadAllText(path), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.Equal("FileUnavailable", Assert.Throws<PermBusyException>(() => Import("Email\nbad\n", new UserImportOptions { RejectPath = _test.File("no/such/folder.csv") })).ErrorId);
    }

    [Fact]
    public void Upsert_twice_changes_nothing_the_second_time_and_an_empty_cell_says_nothing()
    {
        const string text = "UserName,Email,Department,Groups\nann,ann@example.com,Sales,A|B\nbob,bob@example.com,,\n";
        UserImportOptions upsert = new() { Mode = ImportMode.Upsert };
        Assert.Equal((2L, 0L, 0L, 2L), Counts(Import(text, upsert)));
        long events = Store.Session.Version();
        Assert.Equal((0L, 0L, 2L, 0L), Counts(Import(text, upsert)));
        Assert.Equal(events, Store.Session.Version());
        Assert.Equal((0L, 1L, 1L, 0L), Counts(Import("UserName,Email,Department,Groups\nann,,,\nbob,,Legal,\n", upsert)));
        PermUser ann = Store.Users.Get("ann");
        Assert.Equal(("Sales", "ann@example.com"), (ann.Department, ann.Email));
        Assert.Equal(["A", "B"], ann.Groups);
    }

    [Fact]
    public void A_user_twice_in_the_file_is_rejected_the_second_time_also_across_batches()
    {
        StringBuilder text = new("UserName\n");
        for (int i = 0; i < 10_001; i++)
        {
            text.Append("user").Append(i).Append('\n');
        }

        text.Append("USER7\n");
        foreach (ImportMode mode in Enum.GetValues<ImportMode>())
        {
            PermImportReject reject = Assert.Single(Import(text.ToString(), new UserImportOptions { Mode = mode }).Rejects, reject => reject.ErrorId == "DuplicateRow");
            Assert.Equal((10_003L, "UserName", "USER7"), (reject.Row, reject.Column!, reject.Value!));
            if (mode == ImportMode.Create)
            {
                Assert.Equal(10_001, Store.Summary.Users);
            }
        }
    }

    [Fact]
    public void Sync_clears_empty_cells_and_deactivates_missing_users_but_no_one_that_a_bad_row_names()
    {
        Import("UserName,Email,Department,Groups\nann,ann@example.com,Sales,A\nbob,bob@example.com,,\ncarl,carl@example.com,,\ndora,dora@example.com,,\nemil,,,\n");
        Store.Users.Update(UserReference.ByName("emil"), new UserData { IsActive = false });
        PermImportResult result = Import("UserName,Email,Department,Groups,Profile\nann,ann@example.com,,,\nbob,,,,Wizard\ncarl,carl@example.com,,,\n", new UserImportOptions { Mode = ImportMode.Sync });
        Assert.Equal((3L, 1L, 1L, 1L), (result.Read, result.Updated, result.Deactivated, result.Rejected));
        Assert.Equal(["dora"], result.Missing);
        PermUser ann = Store.Users.Get("ann");
        Assert.Null(ann.Department);
        Assert.Empty(ann.Groups);
        Assert.Equal(["ann", "bob", "carl"], Store.Users.Find(new UserFilter { IsActive = true }).Select(user => user.UserName).Order());
        PermImportResult again = Import("UserName,Email,Department,Groups\nann,ann@example.com,,\nbob,,,\ncarl,carl@example.com,,\n", new UserImportOptions { Mode = ImportMode.Sync });
        Assert.Equal((0L, 1L, 2L, 0L, 0L), (again.Created, again.Updated, again.Unchanged, again.Deactivated, again.Rejected));
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void An_import_of_several_batches_warns_once_of_a_tier_with_the_numbers_at_its_end()
    {
        Store.Seats.SetContract(new SeatContract { Light = 1, Regular = 1, Enforcement = SeatEnforcement.Warn });
        string people = "UserName,Profile\n" + string.Concat(Enumerable.Range(0, 12_000).Select(i => $"u{i},{(i % 2 == 0 ? "Viewer" : "Editor")}\n"));

        Assert.Equal(12_000, Import(people).Created);

        IReadOnlyList<PermWarning> warnings = Store.TakeWarnings();
        Assert.Equal([Tier.Light, Tier.Regular], warnings.Select(warning => Assert.IsType<Tier>(warning.Target)).Order());
        Assert.All(warnings, warning => Assert.Contains("6000 in use", warning.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Sync_deactivates_nobody_when_a_row_could_name_anybody()
    {
        _test.AddUser("ann");
        PermImportResult result = Import([.. "Email,First name\nbob@example.com,Žoë\n"u8, 0xFF, 0xFE, .. "@example.com,x\n"u8], new UserImportOptions { Mode = ImportMode.Sync });
        Assert.Equal((1L, 1L, 0L), (result.Created, result.Rejected, result.Deactivated));
        Assert.True(Store.Users.Get("ann").IsActive);
        Assert.Contains("row 3", Assert.Single(Store.TakeWarnings()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sync_gives_the_seats_of_the_missing_to_the_new()
    {
        _test.AddUser("old1", "Admin");
        _test.AddUser("old2", "Admin");
        Store.Seats.SetContract(new SeatContract { Heavy = 2 });
        PermImportResult result = Import("UserName,Profile\nnew1,Admin\nnew2,Admin\nnew3,Admin\n", new UserImportOptions { Mode = ImportMode.Sync, RejectPath = _test.File("r.csv") });
        Assert.Equal((2L, 2L, 1L), (result.Created, result.Deactivated, result.Rejected));
        PermImportReject reject = Assert.Single(result.Rejects);
        Assert.Equal((4L, "Profile", "SeatLimitExceeded"), (reject.Row, reject.Column!, reject.ErrorId));
        Assert.Equal(["new1", "new2"], Store.Users.Find(new UserFilter { IsActive = true }).Select(user => user.UserName).Order());
        Assert.EndsWith("new3,Admin\r\n", File.ReadAllText(_test.File("r.csv")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first")]
    [InlineData("middle")]
    [InlineData("last")]
    public void An_atomic_import_with_a_bad_row_applies_nothing(string where)
    {
        _test.AddUser("stored");
        const int count = (2 * Batching.First) + 500;
        List<string> rows = [.. Enumerable.Range(0, count).Select(i => $"user{i},G")];
        rows.Insert(where switch { "first" => 0, "middle" => count / 2, _ => rows.Count }, "stored,G");
        long events = Store.Session.Version();
        PermImportResult result = Import("UserName,Group\n" + string.Join('\n', rows), new UserImportOptions { Atomic = true });
        Assert.Equal((false, count + 1L, 0L, 0L, 1L), (result.IsApplied, result.Read, result.Created, result.GroupsCreated, result.Rejected));
        Assert.Equal((1L, 0L, events), (Store.Summary.Users, Store.Summary.Groups, Store.Session.Version()));
        Assert.Equal(count, Import("UserName,Group\n" + string.Join('\n', rows.Where(row => row != "stored,G")), new UserImportOptions { Atomic = true }).Created);
        Assert.All(Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }

    [Fact]
    public void A_preview_says_what_would_happen_and_changes_nothing()
    {
        PermImportResult result = Store.Preview(() => Import("UserName\nann\nbob\n", new UserImportOptions { Mode = ImportMode.Sync }));
        Assert.Equal(2, result.Created);
        Assert.Equal(0, Store.Summary.Users);
    }

    [Fact]
    public void Seats_are_given_in_the_order_of_the_file()
    {
        Store.Seats.SetContract(new SeatContract { Heavy = 2 });
        PermImportResult result = Import("UserName,Profile\nzoe,Admin\nyan,Admin\nann,Admin\nbob,Viewer\n");
        Assert.Equal(["bob", "yan", "zoe"], Store.Users.Find().Select(user => user.UserName).Order());
        Assert.Equal((4L, "SeatLimitExceeded"), (Assert.Single(result.Rejects).Row, result.Rejects[0].ErrorId));
    }

    [Fact]
    public void An_unknown_profile_for_all_is_refused_before_anything_is_read()
    {
        Assert.Equal("ProfileNotFound", Assert.Throws<PermNotFoundException>(() => Import("Email\nann@example.com\n", new UserImportOptions { Profile = "Wizard" })).ErrorId);
    }

    [Fact]
    public void What_is_read_before_the_json_breaks_stays_and_the_break_is_told()
    {
        PermImportResult result = Import("""[{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann"}, {"schemas":""", new UserImportOptions { Mode = ImportMode.Sync });
        Assert.Equal((1L, 1L, 0L), (result.Created, result.Rejected, result.Deactivated));
        Assert.Equal("NotJson", Assert.Single(result.Rejects).ErrorId);
    }

    [Fact]
    public void A_text_marked_against_formulas_is_read_without_the_mark_and_no_other_apostrophe_is_touched()
    {
        Import("UserName,FirstName,LastName\nann,'=1+1,'t Hart\n");
        PermUser user = Store.Users.Get("ann");
        Assert.Equal(("=1+1", "'t Hart"), (user.FirstName, user.LastName));
    }

    private static (long Created, long Updated, long Unchanged, long Groups) Counts(PermImportResult result) => (result.Created, result.Updated, result.Unchanged, result.GroupsCreated);

    private PermImportResult Import(string text, UserImportOptions? options = null) => Import(Encoding.UTF8.GetBytes(text), options);

    private PermImportResult Import(byte[] text, UserImportOptions? options = null)
    {
        using MemoryStream stream = new(text);
        return Store.Transfer.ImportUsers(stream, options);
    }
}
