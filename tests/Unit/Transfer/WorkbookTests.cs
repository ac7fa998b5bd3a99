using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace PermModule.Unit.Transfer;

public sealed class WorkbookTests : IDisposable
{
    private const double FirstOfMarch2026 = 46_082;

    private readonly TestStore _test = new TestStore().WithProfiles();
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private PermStore Store => _test.Store;

    public void Dispose()
    {
        _test.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Cells_are_read_as_what_they_hold()
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet(
            "People",
            book.Texts(1, "Username", "Email", "Active", "Number of logins", "Created Date", "Last login", "Job") +
            TestWorkbook.Row(2, book.Text("ann"), "<c t=\"str\"><f>A2&amp;\"@example.com\"</f><v>ann@example.com</v></c>", "<c t=\"b\"><v>0</v></c>", "<c s=\"3\"><v>7</v></c>", TestWorkbook.Date(FirstOfMarch2026), TestWorkbook.Date(FirstOfMarch2026 + 0.75, style: 2), "<c t=\"inlineStr\"><is><r><t>=Head, </t></r><r><t>of</t></r><rPh><t>x</t></rPh></is></c>")));
        Assert.Equal((ImportFormat.Excel, 1L, 0L), (result.Format, result.Created, result.Rejected));
        PermUser ann = Store.Users.Get("ann");
        Assert.Equal(("ann@example.com", false, 7L, "=Head, of"), (ann.Email, ann.IsActive, ann.LoginCount, ann.JobTitle));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), ann.CreatedAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 18, 0, 0, TimeSpan.Zero), ann.LastLoginAt);
    }

    [Fact]
    public void Dates_as_text_are_read_by_the_culture_or_rejected_with_their_row()
    {
        TestWorkbook book = new();
        book.Sheet("People", book.Texts(1, "Username", "Created Date", "Last login") + book.Texts(2, "ann", "01.03.2026", "2026-03-01 18:00") + book.Texts(3, "bob", "31.02.2026", ""));
        PermImportResult german = Import(book, new UserImportOptions { Culture = System.Globalization.CultureInfo.GetCultureInfo("de-DE") });
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), Store.Users.Get("ann").CreatedAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 18, 0, 0, TimeSpan.Zero), Store.Users.Get("ann").LastLoginAt);
        PermImportReject reject = Assert.Single(german.Rejects);
        Assert.Equal((3L, "Created Date", "31.02.2026"), (reject.Row, reject.Column, reject.Value));
    }

    [Fact]
    public void Numbers_in_cells_mean_the_same_in_every_culture()
    {
        TestWorkbook book = new();
        book.Sheet(
            "People",
            book.Texts(1, "Username", "Number of logins", "External id") +
            TestWorkbook.Row(2, book.Text("ann"), "<c><v>1234</v></c>", "<c><v>12.345</v></c>") +
            TestWorkbook.Row(3, book.Text("bob"), "<c><v>1.5</v></c>") +
            TestWorkbook.Row(4, book.Text("cid"), "<c><v>1.234</v></c>") +
            TestWorkbook.Row(5, book.Text("dan"), book.Text("1.234")));
        PermImportResult result = Import(book, new UserImportOptions { Culture = CultureInfo.GetCultureInfo("de-DE") });
        Assert.Equal([(3L, "InvalidValue", "1.5"), (4L, "InvalidValue", "1.234")], result.Rejects.Select(reject => (reject.Row, reject.ErrorId, reject.Value!)));
        Assert.All(result.Rejects, reject => Assert.Equal($"'{reject.Value}' is not a whole number of 0 or more.", reject.Reason));
        Assert.Equal((1_234L, "12.345", 1_234L), (Store.Users.Get("ann").LoginCount, Store.Users.Get("ann").ExternalId, Store.Users.Get("dan").LoginCount));
    }

    [Fact]
    public void Days_count_from_1904_where_the_workbook_says_so()
    {
        TestWorkbook book = new() { Is1904 = true };
        Import(book.Sheet("People", book.Texts(1, "Username", "Created Date") + TestWorkbook.Row(2, book.Text("ann"), TestWorkbook.Date(FirstOfMarch2026 - 1462))));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), Store.Users.Get("ann").CreatedAt);
    }

    [Fact]
    public void A_header_is_found_below_titles_and_over_two_rows()
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet(
            "People",
            book.Texts(2, "Staff of the press office") +
            book.Texts(4, "E-mail", "Name", "", "Department") +
            book.Texts(5, "", "First name", "Last name", "") +
            book.Texts(6, "ann@example.com", "Ann", "Lee", "Press") +
            book.Texts(1_000_000, "no address", "Bob", "Ray", "Press")));
        Assert.Equal(("Ann", "Lee", "Press"), (Store.Users.Get("ann@example.com").FirstName, Store.Users.Get("ann@example.com").LastName, Store.Users.Get("ann@example.com").Department));
        Assert.Equal(1_000_000, Assert.Single(result.Rejects).Row);
    }

    [Fact]
    public void Merged_headers_shift_no_column()
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet(
            "People",
            book.Texts(1, "Staff, as of today", "", "", "", "") +
            TestWorkbook.Row(2, book.Text("Person"), "<c s=\"1\"/>", "<c s=\"1\"/>", book.Text("Department"), "<c s=\"1\"/>", book.Text("Location")) +
            book.Texts(3, "Username", "First name", "Last name", "", "", "") +
            book.Texts(4, "ann", "Ann", "Lee", "Press", "", "Oslo") +
            book.Texts(5, "bob", "Bob", "Ray", "Press", "a remark", "Utrecht"),
            "visible",
            "A1:F1",
            "A2:C2",
            "D2:E3",
            "F2:F3"));
        Assert.Equal((2L, 0L), (result.Created, result.Rejected));
        Assert.Equal(["Ann Lee Press Oslo", "Bob Ray Press Utrecht"], Store.Users.Find().Select(user => $"{user.FirstName} {user.LastName} {user.Department} {user.Location}"));

        TestWorkbook one = new();
        Import(one.Sheet("People", TestWorkbook.Row(1, one.Text("Username"), one.Text("Department"), "<c s=\"1\"/>", one.Text("Location")) + one.Texts(2, "cid", "Press", "a remark", "Oslo"), "visible", "B1:C1"));
        Assert.Equal(("Press", "Oslo"), (Store.Users.Get("cid").Department, Store.Users.Get("cid").Location));
    }

    [Fact]
    public void What_is_merged_over_several_rows_of_a_column_is_meant_for_all_of_them()
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet(
            "People",
            book.Texts(1, "Staff", "as of today", "") +
            book.Texts(2, "Username", "Department", "Location") +
            book.Texts(3, "ann", "Press", "Oslo") +
            TestWorkbook.Row(4, book.Text("bob"), "<c s=\"1\"/>", book.Text("Utrecht")) +
            TestWorkbook.Row(5, book.Text("cid")) +
            TestWorkbook.Row(6, "<c s=\"1\"/>", "<c s=\"1\"/>", "<c s=\"1\"/>") +
            TestWorkbook.Row(7, book.Text("dan"), book.Text("hidden below"), "<c s=\"1\"/>") +
            book.Texts(8, "eve", "", "Rome") +
            TestWorkbook.Row(9, book.Text("fay"), "<c s=\"1\"/>", "<c s=\"1\"/>") +
            TestWorkbook.Row(10, book.Text("gil"), book.Text("Sales")),
            "visible",
            "B1:B2",
            "C8:C10",
            "C4:C7",
            "B3:B7",
            "B8:B9"));
        Assert.Equal((7L, 7L, 0L), (result.Read, result.Created, result.Rejected));
        Assert.Equal(
            ["ann Press Oslo", "bob Press Utrecht", "cid Press Utrecht", "dan Press Utrecht", "eve  Rome", "fay  Rome", "gil Sales Rome"],
            Store.Users.Find().Select(user => $"{user.UserName} {user.Department} {user.Location}"));
    }

    [Fact]
    public void A_header_or_cells_beside_each_other_that_are_merged_fill_no_row()
    {
        TestWorkbook book = new();
        Import(book.Sheet(
            "People",
            book.Texts(1, "Username", "Department", "Location", "Job title") +
            TestWorkbook.Row(2, book.Text("ann"), "<c s=\"1\"/>", book.Text("Oslo"), "<c s=\"1\"/>") +
            TestWorkbook.Row(3, book.Text("bob"), book.Text("Press"), "<c s=\"1\"/>", "<c s=\"1\"/>"),
            "visible",
            "B1:B2",
            "C2:D3"));
        Assert.Equal(["ann - Oslo -", "bob Press - -"], Store.Users.Find().Select(user => $"{user.UserName} {user.Department ?? "-"} {user.Location ?? "-"} {user.JobTitle ?? "-"}"));
    }

    [Fact]
    public void An_error_that_is_merged_over_rows_rejects_them_all_and_a_second_table_is_still_not_read()
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet(
            "People",
            book.Texts(1, "Username", "Department", "Location") +
            TestWorkbook.Row(2, book.Text("ann"), "<c t=\"e\"><f>A9</f><v>#N/A</v></c>", book.Text("Oslo")) +
            TestWorkbook.Row(3, book.Text("bob"), "<c s=\"1\"/>", "<c s=\"1\"/>") +
            TestWorkbook.Row(4, book.Text("cid"), book.Text("Press"), "<c s=\"1\"/>") +
            book.Texts(7, "Username", "Location") +
            book.Texts(8, "dan", "Rome"),
            "visible",
            "B2:B3",
            "C2:C4",
            "B8:B9"));
        Assert.Equal([(2L, ErrorId.CellError, "Department", "#N/A"), (3L, ErrorId.CellError, "Department", "#N/A")], result.Rejects.Select(reject => (reject.Row, reject.ErrorId, reject.Column, reject.Value)));
        Assert.Equal(["cid Press Oslo"], Store.Users.Find().Select(user => $"{user.UserName} {user.Department} {user.Location}"));
        Assert.Contains(Store.TakeWarnings(), warning => warning.Id == WarningId.SecondTableIgnored);
    }

    [Fact]
    public void More_merged_cells_than_a_sheet_can_have_are_refused()
    {
        SheetMerges merges = new();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
        {
            for (int i = 0; i <= 1_048_576 / 2 * 8; i++)
            {
                merges.Add("B2:B3");
            }
        });
        Assert.Equal("more cells are merged than can be read, from B2:B3 on.", error.Message);
    }

    [Fact]
    public void A_million_empty_rows_are_nobody()
    {
        StringBuilder rows = new(TestWorkbook.Row(1, "<c t=\"str\"><v>Username</v></c>") + TestWorkbook.Row(2, "<c t=\"str\"><v>ann</v></c>"));
        for (int row = 3; row <= 1_000_000; row++)
        {
            rows.Append("<row r=\"").Append(row).Append("\"><c s=\"1\"/></row>");
        }

        Assert.Equal(1, Import(new TestWorkbook().Sheet("People", rows.ToString())).Read);
    }

    [Fact]
    public void Errors_and_formulas_without_a_value_reject_their_row_where_the_column_counts()
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet(
            "People",
            book.Texts(1, "Username", "Department", "Remark") +
            TestWorkbook.Row(2, book.Text("ann"), "<c t=\"e\"><f>A9</f><v>#N/A</v></c>", book.Text("x")) +
            TestWorkbook.Row(3, book.Text("bob"), "<c><f>A9</f></c>") +
            TestWorkbook.Row(4, book.Text("cid"), book.Text("Press"), "<c t=\"e\"><v>#REF!</v></c>")));
        Assert.Equal((1L, 2L), (result.Created, result.Rejected));
        Assert.Equal(["Department #N/A", "Department "], result.Rejects.Select(reject => $"{reject.Column} {reject.Value}"));
        Assert.All(result.Rejects, reject => Assert.Equal(ErrorId.CellError, reject.ErrorId));
        Assert.Equal("Press", Store.Users.Get("cid").Department);
    }

    [Fact]
    public void An_error_in_a_column_that_does_not_count_hides_none_in_one_that_does()
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet(
            "People",
            book.Texts(1, "Remark", "Username", "Department") +
            TestWorkbook.Row(2, "<c t=\"e\"><v>#REF!</v></c>", book.Text("ann"), "<c t=\"e\"><v>#N/A</v></c>")));
        Assert.Equal(["Department #N/A"], result.Rejects.Select(reject => $"{reject.Column} {reject.Value}"));
        Assert.Empty(Store.Users.Find());
    }

    [Theory]
    [InlineData("Group", "Description", 1)]
    [InlineData("Abteilung", "Leitung", 1)]
    [InlineData("group", "group@example.com", 3)]
    [InlineData("team.x", "Oslo", 3)]
    public void A_table_of_something_else_after_an_empty_row_makes_no_people(string first, string second, long created)
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet("People", book.Texts(1, "Username", "E-mail", "Location") + book.Texts(2, "ann", "ann@example.com", "Oslo") + TestWorkbook.Row(4, book.Text(first), second.Contains('@') ? book.Text(second) : "", book.Text(second)) + TestWorkbook.Row(5, book.Text("Press"), "", book.Text("x"))));
        Assert.Equal(created, result.Created);
        Assert.Equal(created == 1, Store.TakeWarnings().Any(warning => warning.Id == WarningId.SecondTableIgnored && warning.Message.Contains("row 4", StringComparison.Ordinal)));
    }

    [Fact]
    public void Whose_cells_are_called_like_columns_is_a_person()
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet("People", book.Texts(1, "Username", "E-mail", "Job title", "Department") + book.Texts(2, "ann", "ann@example.com", "Login", "Status") + book.Texts(3, "bob", "", "Benutzer", "Gruppe") + book.Texts(5, "carl", "carl@example.com", "Benutzer", "Gruppe")));
        Assert.Equal((3L, 3L), (result.Read, result.Created));
        Assert.Empty(Store.TakeWarnings());
    }

    [Fact]
    public void A_header_that_is_repeated_is_nobody_and_ends_no_table()
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet("People", book.Texts(1, "Username", "E-mail") + book.Texts(2, "ann", "ann@example.com") + book.Texts(5, "Username", "E-mail") + book.Texts(6, "bob", "bob@example.com")));
        Assert.Equal((2L, 2L), (result.Read, result.Created));
        Assert.Empty(Store.TakeWarnings());
    }

    [Fact]
    public void A_synchronization_deactivates_nobody_where_a_second_table_begins_or_an_error_hides_a_name()
    {
        Store.Users.Create(new UserData { UserName = "old" });
        TestWorkbook two = new();
        Import(two.Sheet("People", two.Texts(1, "Username", "Department") + two.Texts(2, "ann", "Press") + two.Texts(5, "Username", "Location") + two.Texts(6, "bob", "Oslo")), ImportMode.Sync);
        Assert.Contains(Store.TakeWarnings(), warning => warning.Id == WarningId.SecondTableIgnored && warning.Message.Contains("row 5", StringComparison.Ordinal));
        Assert.True(Store.Users.Get("old").IsActive);
        TestWorkbook error = new();
        Import(error.Sheet("People", error.Texts(1, "Username") + error.Texts(2, "ann") + TestWorkbook.Row(3, "<c t=\"e\"><v>#NAME?</v></c>")), ImportMode.Sync);
        Assert.True(Store.Users.Get("old").IsActive);
        TestWorkbook whole = new();
        Assert.Equal(1, Import(whole.Sheet("People", whole.Texts(1, "Username") + whole.Texts(2, "ann")), ImportMode.Sync).Deactivated);
    }

    [Fact]
    public void A_sheet_is_chosen_by_name_or_is_the_first_visible_one()
    {
        TestWorkbook book = new();
        book.Sheet("Hidden", book.Texts(1, "Username") + book.Texts(2, "hidden"), "hidden").Sheet("First", book.Texts(1, "Username") + book.Texts(2, "first")).Sheet("Other", book.Texts(1, "Username") + book.Texts(2, "other"));
        Import(book);
        PermWarning warning = Assert.Single(Store.TakeWarnings(), warning => warning.Id == WarningId.WorksheetsIgnored);
        Assert.Contains("not read: 'Other'.", warning.Message, StringComparison.Ordinal);
        Import(book, new UserImportOptions { WorksheetName = "other" });
        Assert.DoesNotContain(Store.TakeWarnings(), warning => warning.Id == WarningId.WorksheetsIgnored);
        Assert.Equal(["first", "other"], Store.Users.Find().Select(user => user.UserName));
        PermException error = Assert.ThrowsAny<PermException>(() => Import(book, new UserImportOptions { WorksheetName = "Missing" }));
        Assert.Equal(ErrorId.WorksheetNotFound, error.ErrorId);
        Assert.Contains("'First', 'Other'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_worksheet_that_has_people_is_named_where_the_first_has_none(bool isEmpty)
    {
        TestWorkbook book = new();
        book.Sheet("Cover", isEmpty ? "" : book.Texts(1, "Staff of the house")).Sheet("Staff", book.Texts(1, "Username") + book.Texts(2, "ann")).Sheet("Notes", book.Texts(1, "Remark"));
        PermException error = Assert.ThrowsAny<PermException>(() => Import(book));
        Assert.Equal(ErrorId.WorksheetNotFound, error.ErrorId);
        Assert.EndsWith("has no table of people. These have one: 'Staff'.", error.Message, StringComparison.Ordinal);
        Import(book, new UserImportOptions { WorksheetName = "Staff" });
        Assert.Equal(["ann"], Store.Users.Find().Select(user => user.UserName));
    }

    [Fact]
    public void A_number_keeps_the_leading_zeros_that_its_format_shows()
    {
        TestWorkbook book = new();
        Import(book.Sheet("People", book.Texts(1, "Username", "External id") + string.Concat(((string[])["1234", "0", "12345678", "1.5", "-7"]).Select((number, i) => TestWorkbook.Row(i + 2, book.Text($"u{i}"), $"<c s=\"4\"><v>{number}</v></c>")))));
        Assert.Equal(["001234", "000000", "12345678", "1.5", "-7"], Store.Users.Find().Select(user => user.ExternalId));
    }

    [Fact]
    public void A_number_with_more_digits_than_a_spreadsheet_keeps_is_no_external_id()
    {
        TestWorkbook book = new();
        PermImportResult result = Import(book.Sheet("People", book.Texts(1, "Username", "External id") + TestWorkbook.Row(2, book.Text("ann"), "<c><v>1.2345678901234568E+17</v></c>") + TestWorkbook.Row(3, book.Text("bob"), "<c><v>123456789012345</v></c>")));
        PermImportReject reject = Assert.Single(result.Rejects);
        Assert.Equal((2L, "External id", ErrorId.InvalidValue), (reject.Row, reject.Column, reject.ErrorId));
        Assert.Equal("123456789012345", Store.Users.Get("bob").ExternalId);
    }

    [Fact]
    public void Nobody_is_missing_who_may_be_in_another_worksheet()
    {
        _test.AddUser("other");
        TestWorkbook book = new();
        book.Sheet("First", book.Texts(1, "Username") + book.Texts(2, "first")).Sheet("Notes", book.Texts(1, "Who is to be asked") + book.Texts(2, "ann")).Sheet("Other", book.Texts(1, "People") + book.Texts(2, "Username") + book.Texts(3, "other"));
        Assert.Equal(0, Import(book, ImportMode.Sync).Deactivated);
        Assert.Contains(Store.TakeWarnings(), warning => warning.Id == WarningId.NobodyDeactivated && warning.Message.Contains("other worksheets have people too", StringComparison.Ordinal));
        Assert.Equal(1, Import(book, new UserImportOptions { Mode = ImportMode.Sync, WorksheetName = "First", MaxDeactivate = DeactivationLimit.Parse("1") }).Deactivated);
    }

    [Fact]
    public void The_name_of_a_file_and_what_it_holds_must_agree()
    {
        TestWorkbook book = new();
        byte[] workbook = book.Sheet("People", book.Texts(1, "Username") + book.Texts(2, "ann")).Save().ToArray();
        Assert.Equal(ErrorId.FormatMismatch, Refused("people.csv", workbook));
        Assert.Equal(ErrorId.FormatMismatch, Refused("people.xlsx", "Username\nann\n"u8.ToArray()));
        Assert.Equal(ErrorId.FormatMismatch, Refused("people.xlsx", workbook, new UserImportOptions { Format = ImportFormat.Csv }));
        Assert.Equal(ErrorId.FormatMismatch, Refused("people.txt", "Username\nann\n"u8.ToArray(), new UserImportOptions { Format = ImportFormat.Excel }));
        Assert.Equal(ErrorId.FormatMismatch, Refused("people.txt", "Username\nann\n"u8.ToArray(), new UserImportOptions { WorksheetName = "People" }));
        Assert.Equal(ErrorId.FileEmpty, Refused("people.xlsx", []));
        Assert.Equal(1, Store.Transfer.ImportUsers(Write("people.data", workbook)).Created);
    }

    [Fact]
    public void Passwords_old_formats_other_archives_and_damage_are_refused_plainly()
    {
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[70_000]];
        Assert.Equal(ErrorId.FormatUnknown, Refused("old.xls", compound));
        byte[] locked = [.. compound, .. Encoding.Unicode.GetBytes("EncryptedPackage")];
        Assert.Equal(ErrorId.PasswordProtected, Refused("locked.xlsx", locked));
        TestWorkbook book = new();
        byte[] workbook = book.Sheet("People", book.Texts(1, "Username") + book.Texts(2, "ann")).Save().ToArray();
        Assert.Equal(ErrorId.FormatUnknown, Refused("cut.xlsx", workbook[..(workbook.Length / 2)]));
        Assert.Equal(ErrorId.FormatUnknown, Refused("unclosed.xlsx", new TestWorkbook().Sheet("People", "<row r=\"1\">").Save().ToArray()));
        Assert.Equal(ErrorId.FormatUnknown, Refused("order.xlsx", new TestWorkbook().Sheet("People", TestWorkbook.Row(3, "<c t=\"str\"><v>Username</v></c>") + TestWorkbook.Row(2, "<c t=\"str\"><v>ann</v></c>")).Save().ToArray()));
        using MemoryStream archive = new();
        using (ZipArchive zip = new(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("content.xml");
        }

        Assert.Equal(ErrorId.FormatUnknown, Refused("sheet.ods", archive.ToArray()));
        Assert.Empty(Store.Users.Find());
    }

    [Fact]
    public void Rejected_rows_go_to_a_workbook_that_is_imported_when_it_is_mended()
    {
        TestWorkbook book = new();
        book.Sheet("People", book.Texts(1, "Benutzername", "E-Mail-Adresse", "Erstellt am") + book.Texts(2, "ann", "no address", "31.01.2026") + book.Texts(3, "bob", "bob@example.com", "31.01.2026"));
        string rejects = Path.Combine(_folder, "bad.xlsx");
        CultureInfo german = CultureInfo.GetCultureInfo("de-DE");
        PermImportResult result = Import(book, new UserImportOptions { RejectPath = rejects, Culture = german });
        Assert.Equal((1L, 1L, rejects), (result.Created, result.Rejected, result.RejectPath));
        using (FileStream file = File.OpenRead(rejects))
        {
            SheetRow[] rows = [.. Workbook.Open(file, "bad.xlsx").Read(sheet: null, new SheetMerges())];
            Assert.Equal(["RejectReason", "Benutzername", "E-Mail-Adresse", "Erstellt am"], rows[0].Cells);
            Assert.Equal(["ann", "no address", "31.01.2026"], rows[1].Cells.Skip(1));
        }

        Assert.Equal(1, Store.Transfer.ImportUsers(rejects, new UserImportOptions { Culture = german }).Rejected);
        Assert.Equal(ErrorId.FormatMismatch, Refused("people.txt", "ann@example.com\n"u8.ToArray(), new UserImportOptions { Format = ImportFormat.Email, RejectPath = Path.Combine(_folder, "more.xlsx") }));
    }

    [Fact]
    public void Bytes_that_are_no_text_damage_no_workbook_of_rejected_rows()
    {
        string rejects = Path.Combine(_folder, "bad.xlsx");
        using MemoryStream csv = new([.. "UserName,JobTitle\nann,M"u8, 0xFC, .. "ller\n"u8]);
        Assert.Equal("InvalidEncoding", Assert.Single(Store.Transfer.ImportUsers(csv, new UserImportOptions { Encoding = Encoding.ASCII, RejectPath = rejects }).Rejects).ErrorId);
        using (ZipArchive zip = ZipFile.OpenRead(rejects))
        {
            Assert.All(zip.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal)), entry => System.Xml.Linq.XDocument.Parse(Text(entry)));
        }

        Assert.Equal("WrongCellCount", Assert.Single(Store.Transfer.ImportUsers(rejects).Rejects).ErrorId);
    }

    [Theory]
    [InlineData("Benutzername;E-Mail-Adresse;Vorname;Nachname;Profil;Gruppen;Abteilung;Standort;Position;Aktiv;Letzte Anmeldung", "ja")]
    [InlineData("Nom d'utilisateur;Adresse e-mail;Prénom;Nom;Profil;Groupes;Service;Pays;Fonction;Actif;Dernière connexion", "oui")]
    [InlineData("Gebruikersnaam;E-mailadres;Voornaam;Achternaam;Profiel;Groepen;Afdeling;Locatie;Functie;Actief;Laatste aanmelding", "ja")]
    [InlineData("Usuario;Correo electrónico;Nombre;Apellidos;Perfil;Grupos;Departamento;Ubicación;Puesto;Activo;Último acceso", "sí")]
    [InlineData("Nome utente;Indirizzo e-mail;Nome;Cognome;Profilo;Gruppi;Reparto;Sede;Mansione;Attivo;Ultimo accesso", "sì")]
    [InlineData("Nazwa użytkownika;Adres e-mail;Imię;Nazwisko;Profil;Grupy;Dział;Lokalizacja;Stanowisko;Aktywny;Ostatnie logowanie", "tak")]
    [InlineData("Nazwa uzytkownika;Adres e-mail;Imie;Nazwisko;Profil;Grupy;Dzial;Lokalizacja;Stanowisko;Aktywny;Ostatnie logowanie", "nieaktywny")]
    public void Columns_are_known_in_the_languages_of_the_portals_customers(string header, string state)
    {
        using MemoryStream csv = new(Encoding.UTF8.GetBytes($"{header}\nann;ann@example.com;Ann;Lee;Editor;G;Press;Oslo;Head;{state};2026-01-31\n"));
        PermImportResult result = Store.Transfer.ImportUsers(csv);
        Assert.Equal((1L, 0L), (result.Created, result.Rejected));
        PermUser ann = Store.Users.Get("ann");
        Assert.Equal(("ann@example.com", "Ann", "Lee", "Editor", "G"), (ann.Email, ann.FirstName, ann.LastName, ann.ProfileName, Assert.Single(ann.Groups)));
        Assert.Equal(("Press", "Oslo", "Head", state != "nieaktywny"), (ann.Department, ann.Location, ann.JobTitle, ann.IsActive));
        Assert.NotNull(ann.LastLoginAt);
    }

    [Fact]
    public void What_is_exported_as_a_workbook_is_imported_without_loss()
    {
        Store.Users.Create(new UserData { UserName = "ann", Email = "ann@example.com", FirstName = "=1+1", LastName = "O'Neil, \"Jr.\"", Profile = "Editor", Groups = ["A, B", "Press"], LoginCount = 7, CreatedAt = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero), LastLoginAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) }, new UserBatchOptions { CreateGroups = true });
        Store.Users.Create(new UserData { UserName = "bob", IsActive = false });
        Store.Profiles.Create("_x0041_dmins");
        Store.Users.Create(new UserData { UserName = "_x0042_", JobTitle = "ab_x000D_c", Profile = "_x0041_dmins", Groups = ["_x0043_"] }, new UserBatchOptions { CreateGroups = true });
        string path = Path.Combine(_folder, "users.xlsx");
        Store.Transfer.ExportUsers(path);
        PermImportResult again = Store.Transfer.ImportUsers(path, new UserImportOptions { Mode = ImportMode.Sync });
        Assert.Equal((3L, 3L, 0L), (again.Read, again.Unchanged, again.Rejected));
        using ZipArchive zip = ZipFile.OpenRead(path);
        string sheet = Text(zip.Entries.Single(entry => entry.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)));
        Assert.Contains("state=\"frozen\"", sheet, StringComparison.Ordinal);
        Assert.Contains("<autoFilter", Text(zip.Entries.Single(entry => entry.FullName.StartsWith("xl/tables/", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", sheet, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users.xlsx", ExportFormat.Csv)]
    [InlineData("users.csv", ExportFormat.Excel)]
    [InlineData("users", ExportFormat.Excel)]
    [InlineData("users.json", ExportFormat.Csv)]
    [InlineData("users.csv", ExportFormat.Scim)]
    public void An_ending_that_stands_for_another_format_is_refused(string name, ExportFormat format) =>
        Assert.Equal(ErrorId.FormatMismatch, Assert.ThrowsAny<PermException>(() => Store.Transfer.ExportUsers(Path.Combine(_folder, name), format)).ErrorId);

    [Fact]
    public void A_byte_order_mark_is_written_to_tables_of_text_alone()
    {
        string path = Path.Combine(_folder, "users.csv");
        Store.Transfer.ExportUsers(path, hasMark: true);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), File.ReadAllBytes(path)[..3]);
        Assert.Equal(ErrorId.FormatMismatch, Assert.ThrowsAny<PermException>(() => Store.Transfer.ExportUsers(Path.Combine(_folder, "users.json"), hasMark: true)).ErrorId);
    }

    [Fact]
    public void A_report_is_a_workbook_a_text_and_a_card()
    {
        Store.Users.Create(new UserData { UserName = "ann", Profile = "Admin" });
        string path = Path.Combine(_folder, "report.xlsx");
        Store.Reports.Export(path);
        using (FileStream file = File.OpenRead(path))
        {
            using Workbook book = Workbook.Open(file, "report.xlsx");
            Assert.Equal(["Overview", "Seats", "Findings", "Profiles", "Champions", "Waiting room", "Longest not seen", "Rights"], book.Sheets);
            Assert.Contains(book.Read("Findings", new SheetMerges()), row => row.Cells[2] == "PortalOwnerMissing");
            Assert.Contains(book.Read("Seats", new SheetMerges()), row => row.Cells[0] == "Heavy" && row.Cells[1] == "1");
        }

        string plain = Store.Reports.ToText(ReportFormat.Plain, new ReportOptions { Title = "Nightly" });
        Assert.StartsWith("Nightly\n=======\n", plain, StringComparison.Ordinal);
        Assert.Contains("Error: PortalOwnerMissing (1)", plain, StringComparison.Ordinal);
        Assert.All(plain.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        using System.Text.Json.JsonDocument card = System.Text.Json.JsonDocument.Parse(Store.Reports.ToText(ReportFormat.Card, new ReportOptions { Title = "[x](http://evil)" }));
        Assert.Equal("AdaptiveCard", card.RootElement.GetProperty("type").GetString());
        Assert.Equal("\\[x\\](http://evil)", card.RootElement.GetProperty("body")[0].GetProperty("text").GetString());
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using StreamReader reader = new(entry.Open());
        return reader.ReadToEnd();
    }

    private PermImportResult Import(TestWorkbook book, ImportMode mode) => Import(book, new UserImportOptions { Mode = mode });

    private PermImportResult Import(TestWorkbook book, UserImportOptions? options = null)
    {
        using MemoryStream stream = book.Save();
        return Store.Transfer.ImportUsers(stream, options);
    }

    private string? Refused(string name, byte[] bytes, UserImportOptions? options = null)
    {
        string path = Write(name, bytes);
        return Assert.ThrowsAny<PermException>(() => Store.Transfer.ImportUsers(path, options)).ErrorId;
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
