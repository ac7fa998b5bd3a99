using System.Globalization;
using System.Text;

namespace PermModule.Unit.Transfer;

/// <summary>Files as spreadsheets, directories and mail programs write them.</summary>
public sealed class FileToleranceTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("#TYPE System.Management.Automation.PSCustomObject\r\nUserName,Email\r\nann,\r\nbob,\r\n")]
    [InlineData("#TYPE Selected.PermModule.PermUser\n\"UserName\",\"Email\"\n\"ann\",\"\"\n\"bob\",\"\"\n")]
    [InlineData("sep=;\r\nUserName;Email\r\nann\r\nbob;\r\n")]
    [InlineData("UserName,Email,,,\r\nann,,,,\r\nbob,\r\n")]
    [InlineData("UserName,Email\r\nann,,,\r\nbob\r\n,,\r\n")]
    [InlineData("version:v1.0\r\nUser name [userPrincipalName] Required,Job title [jobTitle]\r\nann,\r\nbob,Lead\r\n")]
    [InlineData("version:v1.0,,\r\nUser name [userPrincipalName] Required,Job title [jobTitle],\r\nExample: chris,Lead,\r\nann,,\r\nbob,Lead,\r\n")]
    public void What_programs_put_around_a_table_is_no_trouble(string text)
    {
        Assert.Equal((2L, 0L), (Import(text).Created, (long)Store.TakeWarnings().Count));
        Assert.Equal(["ann", "bob"], Store.Users.Find().Select(user => user.UserName));
    }

    [Fact]
    public void Cells_that_are_missing_at_the_end_of_a_row_are_empty()
    {
        Assert.Equal(3, Import("Email,FirstName,LastName,Department,Location\r\na@example.com,A,B,Sales,NL\r\nb@example.com,B\r\nc@example.com,C,D,Sales\r\n").Created);
        Assert.Equal(("B", null, null), (Store.Users.Get("b@example.com").FirstName, Store.Users.Get("b@example.com").LastName, Store.Users.Get("b@example.com").Location));
        Import("UserName,Department\nc@example.com\n", new UserImportOptions { Mode = ImportMode.Sync, MaxDeactivate = DeactivationLimit.Parse("100%") });
        Assert.Null(Store.Users.Get("c@example.com").Department);
    }

    [Theory]
    [InlineData("UserName,Email\nann;ann@example.com\n")]
    [InlineData("UserName,Email,\nann,,x\n")]
    [InlineData("UserName,Email\nann,,x\n")]
    public void A_row_with_more_than_the_header_says_is_rejected(string text) => Assert.Equal("WrongCellCount", Assert.Single(Import(text).Rejects).ErrorId);

    [Fact]
    public void A_western_spreadsheet_is_read_and_that_is_told()
    {
        byte[] text = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("Email;FirstName;LastName\r\njm@example.com;Jürgen;O’Müller\r\n");
        Assert.Equal(1, Import(text).Created);
        Assert.Equal(("Jürgen", "O’Müller"), (Store.Users.Get("jm@example.com").FirstName, Store.Users.Get("jm@example.com").LastName));
        Assert.Contains("Windows-1252", Assert.Single(Store.TakeWarnings()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_far_down_a_western_file_are_found_too()
    {
        StringBuilder text = new("UserName;FirstName\r\n");
        for (int i = 0; i < 40_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"user{i};plain\r\n");
        }

        Assert.Equal(40_001, Import(Encoding.Latin1.GetBytes(text.Append("last;Zoë\r\n").ToString())).Created);
        Assert.Equal("Zoë", Store.Users.Get("last").FirstName);
    }

    [Theory]
    [InlineData(1250, "Žaneta Wróbel")]
    [InlineData(1251, "Иван Петров")]
    [InlineData(932, "山田 太郎")]
    [InlineData(1252, "Jürgen")]
    public void An_encoding_that_is_named_is_used_without_a_word(int codePage, string name)
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        Assert.Equal(1, Import(encoding.GetBytes($"UserName;FirstName\r\nann;{name}\r\n"), new UserImportOptions { Encoding = encoding }).Created);
        Assert.Equal(name, Store.Users.Get("ann").FirstName);
        Assert.Empty(Store.TakeWarnings());
    }

    [Fact]
    public void A_mark_beats_the_encoding_that_is_named_and_bytes_that_are_none_of_it_are_rejected()
    {
        byte[] marked = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("UserName,FirstName\nann,Zoë\n")];
        Assert.Equal(1, Import(marked, new UserImportOptions { Encoding = Encoding.Latin1 }).Created);
        Assert.Equal("Zoë", Store.Users.Get("ann").FirstName);
        PermImportReject reject = Assert.Single(Import([.. "UserName,FirstName\nbob,Zo"u8, 0xEB, .. "\n"u8], new UserImportOptions { Encoding = Encoding.UTF8 }).Rejects);
        Assert.Equal("InvalidEncoding", reject.ErrorId);
        Assert.Contains("windows-1252", reject.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Utf16_without_a_mark_is_known_by_its_zeros(bool isBigEndian)
    {
        Encoding encoding = isBigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode;
        Assert.Equal(1, Import(encoding.GetBytes("UserName,FirstName\nann,Zoë\n")).Created);
        Assert.Equal("Zoë", Store.Users.Get("ann").FirstName);
    }

    [Fact]
    public void The_rejected_rows_of_a_western_file_are_utf8_and_say_so()
    {
        Import(Encoding.Latin1.GetBytes("Email,FirstName\nwrong,Zoë\n"), new UserImportOptions { Encoding = Encoding.Latin1, RejectPath = _test.File("r.csv") });
        byte[] bytes = File.ReadAllBytes(_test.File("r.csv"));
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        Assert.Contains("Zoë", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Utf32_without_a_mark_is_known_by_its_zeros(bool isBigEndian)
    {
        Encoding encoding = new UTF32Encoding(isBigEndian, byteOrderMark: false);
        Assert.Equal(1, Import(encoding.GetBytes("UserName,FirstName\nann,Zoë\n")).Created);
        Assert.Equal("Zoë", Store.Users.Get("ann").FirstName);
    }

    [Theory]
    [InlineData("sep=;\r\nUserName;Department\r\nann;A,B\r\n")]
    [InlineData("\"sep=;\"\r\nUserName;Department\r\nann;A,B\r\n")]
    [InlineData("#TYPE Selected.PermUser\nsep=;\nUserName;Department\nann;A,B\n")]
    [InlineData("sep=|\nUserName|Department\nann|A,B\n")]
    [InlineData("\n  \nUserName;Department\nann;A,B\n")]
    public void What_programs_write_in_front_of_a_table_is_understood(string text)
    {
        Assert.Equal(1, Import(text).Created);
        Assert.Equal("A,B", Store.Users.Get("ann").Department);
    }

    [Theory]
    [InlineData("UserName,Department\nann,Sales\nUserName,Department\nbob,Legal\n")]
    [InlineData("UserName,Department\r\nann,Sales\r\n\uFEFFUserName,Department\r\nbob,Legal\r\n")]
    [InlineData("UserName,Department\nann,Sales\n\"UserName\",\"Department\"\nbob,Legal\n")]
    [InlineData("UserName,Department\nann,Sales\n\nUser name, department,\nbob,Legal\n")]
    public void The_header_of_a_file_that_was_put_behind_another_is_nobody(string text)
    {
        Assert.Equal((2L, 2L), (Import(text).Read, Store.Summary.Users));
        Assert.Empty(Store.TakeWarnings());
    }

    [Theory]
    [InlineData("UserName,FirstName\nann,Ann\n\nGroup,Description\nPrint,Printers\n", 1, 4)]
    [InlineData("UserName,FirstName\nann,Ann\n,\nAbteilung,Leitung\nPresse,Ann\n", 1, 4)]
    [InlineData("UserName,FirstName\nann,Ann\nLastName,Login\nDay,bob\n", 1, 3)]
    [InlineData("UserName,FirstName\nann,Ann\nGroup,Description\nprint,Printers\n", 3, null)]
    [InlineData("UserName,FirstName\nann,Ann\n\nteam,Description\nprint,Printers\n", 3, null)]
    [InlineData("UserName,Email\nann,ann@example.com\n\ngroup,group@example.com\nbob,bob@example.com\n", 3, null)]
    [InlineData("UserName,JobTitle,Department\nann,x,y\nbob,Benutzer,Status\ncarl,Login,Group\n", 3, null)]
    public void A_second_table_below_the_people_is_not_read_and_that_is_told(string text, long created, int? row)
    {
        Assert.Equal((created, 0L), (Import(text).Created, Import(text, new UserImportOptions { Mode = ImportMode.Upsert }).Created));
        Assert.Equal(row is null ? [] : [$"A second table begins in row {row} of 'stream'; it was not read."], Store.TakeWarnings().Select(warning => warning.Message));
    }

    [Fact]
    public void A_file_of_rejected_rows_has_no_second_table()
    {
        PermImportResult result = Import("RejectReason,UserName,FirstName\nx,ann,Ann\n\ny,Login,Surname\nz,bob,Bob\n");
        Assert.Equal(3, result.Created);
        Assert.Empty(Store.TakeWarnings());
    }

    [Theory]
    [InlineData("1.23457E+17", false)]
    [InlineData("1,23457E+17", false)]
    [InlineData("4E+11", false)]
    [InlineData("123456789012345678", true)]
    [InlineData("1.23457E17", true)]
    [InlineData("A1.2E+17", true)]
    [InlineData("1E+02", true)]
    [InlineData("E+17", true)]
    public void A_number_that_a_spreadsheet_rounded_becomes_no_external_id(string id, bool isTaken)
    {
        Store.Users.Create(new UserData { UserName = "ann" });
        PermImportResult result = Import($"UserName;ExternalId\nann;{id}\n", new UserImportOptions { Mode = ImportMode.Upsert });
        Assert.Equal(isTaken ? 0 : 1, result.Rejected);
        Assert.Equal(isTaken ? id : null, Store.Users.Get("ann").ExternalId);
        Assert.All(result.Rejects, reject => Assert.Equal(("ExternalId", ErrorId.InvalidValue, id), (reject.Column, reject.ErrorId, reject.Value)));
    }

    [Fact]
    public void An_invisible_character_in_an_address_is_named()
    {
        PermImportReject reject = Assert.Single(Import("UserName,Email\nann,\u200Bann@example.com\nbob,bob@example.com\n").Rejects);
        Assert.Equal("InvalidEmail", reject.ErrorId);
        Assert.Contains("invisible character U+200B", reject.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ann Lee <ann@example.com>; Bob Day <bob@example.com>; carl@example.com")]
    [InlineData("Ann Lee <ann@example.com>;\r\nBob Day <bob@example.com>;\r\ncarl@example.com;\r\n")]
    [InlineData("\"Lee, Ann\" <ann@example.com>, Bob Day <bob@example.com>, carl@example.com")]
    [InlineData("Lee, Ann <ann@example.com>; Day, Bob <bob@example.com>; <carl@example.com>")]
    [InlineData("# team\n'Ann Lee' <mailto:ann@example.com>, 'Bob Day' <bob@example.com>\nmailto:carl@example.com\n")]
    [InlineData("carl@example.com, Lee, Ann <ann@example.com> Bob Day <bob@example.com>")]
    [InlineData("To: Ann Lee <ann@example.com>; carl@example.com\nCc: Bob Day <bob@example.com>")]
    public void A_list_from_a_mail_program_is_read_with_its_names(string text)
    {
        PermImportResult result = Import(text);
        Assert.Equal((ImportFormat.Email, 3L, 3L), (result.Format, result.Read, result.Created));
        Assert.Equal(["Ann Lee", "Bob Day"], Store.Users.Find().Where(user => user.LastName is not null).Select(user => $"{user.FirstName} {user.LastName}").Order());
        Assert.Equal(["ann@example.com", "bob@example.com", "carl@example.com"], Store.Users.Find().Select(user => user.Email!).Order());
    }

    [Fact]
    public void A_wrong_address_in_a_list_of_one_line_costs_only_itself()
    {
        PermImportResult result = Import("Ann <ann@example.com>; wrong <at(example.com>; bob@example.com", new UserImportOptions { RejectPath = _test.File("r.txt"), Mode = ImportMode.Upsert });
        Assert.Equal((3L, 2L, 1L), (result.Read, result.Created, result.Rejected));
        Assert.Equal(1, Import(File.ReadAllText(_test.File("r.txt")).Replace("at(example", "carl@example", StringComparison.Ordinal)).Created);
    }

    [Theory]
    [InlineData("UserPrincipalName,SamAccountName,GivenName,Surname,mail,Enabled,ObjectGUID\nann@example.com,alee,Ann,Lee,ann@example.com,False,g1\n", 1)]
    [InlineData("userPrincipalName,mail,givenName,surname,accountEnabled,state,objectId\nann@example.com,ann@example.com,Ann,Lee,FALSE,Ohio,g1\n", 1)]
    [InlineData("version:v1.0\nUser name [userPrincipalName] Required,Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],Last name [surname],State or province [state],Object [objectId]\nann@example.com,secret,Yes,Ann,Lee,Ohio,g1\n", 0)]
    [InlineData("First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY],Last Sign In [READ ONLY],User ID\nAnn,Lee,ann@example.com,Suspended,Never logged in,g1\n", 0)]
    public void Exports_of_directories_are_read(string text, int passedOver)
    {
        Assert.Equal(1, Import(text).Created);
        PermUser user = Store.Users.Get("ann@example.com");
        Assert.Equal(("Ann", "Lee", "g1", false), (user.FirstName, user.LastName, user.ExternalId, user.IsActive));
        Assert.Null(user.LastLoginAt);
        Assert.Equal(passedOver, Store.TakeWarnings().Count);
    }

    [Fact]
    public void Nothing_in_a_warning_tells_a_password() =>
        Assert.Equal(["Initial password [passwordProfile] Required"], Import("version:v1.0\nUser name [userPrincipalName] Required,Initial password [passwordProfile] Required\nann,secret\n").ColumnsNotKept);

    [Theory]
    [InlineData("Active", "WAHR", true)]
    [InlineData("Active", "FALSCH", false)]
    [InlineData("Enabled", "ja", true)]
    [InlineData("Enabled", "nein", false)]
    [InlineData("accountEnabled", "oui", true)]
    [InlineData("accountEnabled", "non", false)]
    [InlineData("accountEnabled", "VRAI", true)]
    [InlineData("Active", "VERDADERO", true)]
    [InlineData("Active", "onwaar", false)]
    [InlineData("AccountStatus", "STAGED", false)]
    [InlineData("AccountStatus", "SUSPENDED", false)]
    [InlineData("AccountStatus", "DEPROVISIONED", false)]
    [InlineData("Status", "Password_Expired", true)]
    [InlineData("Status", "LOCKED_OUT", true)]
    [InlineData("Account Status", "deaktiviert", false)]
    [InlineData("Inactive", "Inactive", false)]
    [InlineData("Inactive", "Active", true)]
    [InlineData("Disabled", "True", false)]
    [InlineData("Suspended", "no", true)]
    [InlineData("Blocked", "Yes", false)]
    public void The_words_of_directories_and_spreadsheets_say_who_is_active(string column, string word, bool isActive)
    {
        Assert.Equal(1, Import($"UserName,{column}\nann,{word}\n").Created);
        Assert.Equal(isActive, Store.Users.Get("ann").IsActive);
    }

    [Theory]
    [InlineData("Active,Suspended", "True,True", false)]
    [InlineData("Active,Suspended", "True,False", true)]
    [InlineData("Active,Suspended", "False,False", false)]
    [InlineData("Active,Suspended", ",False", true)]
    [InlineData("Active,Suspended", "True,", true)]
    public void An_account_that_is_enabled_and_suspended_is_inactive(string columns, string cells, bool isActive)
    {
        Import($"UserName,{columns}\nann,{cells}\n");
        Assert.Equal(isActive, Store.Users.Get("ann").IsActive);
    }

    [Theory]
    [InlineData("EmploymentStatus", "left")]
    [InlineData("userAccountControl", "514")]
    [InlineData("Konto aktiv", "nein")]
    [InlineData("Enabled in AD", "False")]
    [InlineData("lifecycleState", "inactive")]
    [InlineData("State", "Inactive")]
    [InlineData("Deleted", "yes")]
    [InlineData("AccountExpired", "true")]
    [InlineData("Locked", "true")]
    public void A_column_that_says_who_is_active_is_never_passed_over(string column, string cell)
    {
        PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => Import($"UserName,{column}\nann,{cell}\n"));
        Assert.Equal("StateColumnUnknown", error.ErrorId);
        Assert.Contains(column, error.Message, StringComparison.Ordinal);
        Assert.Contains("column map", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, Store.Summary.Users);
        PermImportResult result = Import($"UserName,{column}\nann,{cell}\n", new UserImportOptions { ColumnMap = new Dictionary<string, string> { ["Active"] = "" } });
        Assert.Equal(1, result.Created);
        Assert.Contains(Store.TakeWarnings(), warning => warning.Message.Contains(column, StringComparison.Ordinal));
    }

    [Fact]
    public void Such_a_column_is_read_where_the_map_names_it()
    {
        Import("UserName,Konto gesperrt\nann,ja\nbob,nein\n", new UserImportOptions { ColumnMap = new Dictionary<string, string> { ["Inactive"] = "Konto gesperrt" } });
        Assert.Equal((false, true), (Store.Users.Get("ann").IsActive, Store.Users.Get("bob").IsActive));
    }

    [Theory]
    [InlineData("State", "Ohio")]
    [InlineData("LastActive", "2026-01-01")]
    [InlineData("MFA status", "enforced")]
    [InlineData("ActiveDirectoryId", "17")]
    public void Other_columns_with_such_words_are_passed_over(string column, string cell) => Assert.Equal(1, Import($"UserName,{column}\nann,{cell}\n").Created);

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01 00:00:00")]
    [InlineData("1601-01-01T00:00:00.0000000Z")]
    [InlineData("1899-12-30")]
    [InlineData("1900-01-01")]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("1970-01-01T01:00:00+01:00")]
    [InlineData("1969-12-31T19:00:00")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("9999-12-31T23:59:59-05:00")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("1600-12-31T19:00:00")]
    [InlineData("1753-01-01 00:00:00")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("0")]
    [InlineData("Never")]
    [InlineData("Never logged in")]
    [InlineData("")]
    public void Never_signed_in_is_known_in_every_form(string written)
    {
        PermImportResult result = Import($"UserName,LastLogin,CreatedAt,DeactivatedAt,Active\nann,{written},{written},{written},No\n");
        Assert.Empty(result.Rejects);
        PermUser user = Store.Users.Get("ann");
        Assert.Equal((null, _test.Clock.GetUtcNow(), _test.Clock.GetUtcNow()), (user.LastLoginAt, user.CreatedAt, user.DeactivatedAt));
        Assert.Single(Store.Users.Find(new UserFilter { NeverSignedIn = true }));
        Import("[{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"bob\",\"urn:permmodule:scim:schemas:extension:1.0:User\":{\"lastLoginAt\":\"" + written + "\"}}]");
        Assert.Null(Store.Users.Get("bob").LastLoginAt);
    }

    [Theory]
    [InlineData("de-DE", "31.12.2025", "2025-12-31T00:00:00.000Z")]
    [InlineData("de-DE", "1.2.2025 14:05", "2025-02-01T14:05:00.000Z")]
    [InlineData("de-DE", "01.02.25 14:05:06", "2025-02-01T14:05:06.000Z")]
    [InlineData("en-US", "2/1/2025 2:05 PM", "2025-02-01T14:05:00.000Z")]
    [InlineData("en-US", "02/01/2025 14:05", "2025-02-01T14:05:00.000Z")]
    [InlineData("en-GB", "2/1/2025", "2025-01-02T00:00:00.000Z")]
    [InlineData("nl-NL", "1-2-2025 14:05", "2025-02-01T14:05:00.000Z")]
    [InlineData("fi-FI", "1.2.2025 14.05", "2025-02-01T14:05:00.000Z")]
    [InlineData("fr-FR", "01/02/2025 14:05", "2025-02-01T14:05:00.000Z")]
    [InlineData("sv-SE", "2025-02-01 14:05", "2025-02-01T14:05:00.000Z")]
    [InlineData("th-TH", "1/2/2568", "2025-02-01T00:00:00.000Z")]
    [InlineData("fa-IR", "1403/11/13", "2025-02-01T00:00:00.000Z")]
    [InlineData("fa-IR", "1403/11/13 14:05:00", "2025-02-01T14:05:00.000Z")]
    [InlineData("fa-IR", "2025-02-01T14:05:00Z", "2025-02-01T14:05:00.000Z")]
    [InlineData("de-DE", "2025-02-01T14:05:00Z", "2025-02-01T14:05:00.000Z")]
    public void Dates_of_a_culture_are_read_where_it_is_named(string culture, string written, string expected)
    {
        UserImportOptions options = new() { Culture = CultureInfo.GetCultureInfo(culture) };
        Assert.Empty(Import($"UserName;LastLogin\nann;{written}\n", options).Rejects);
        Assert.Equal(expected, UtcTime.ToText(UtcTime.ToStored(Store.Users.Get("ann").LastLoginAt!.Value)));
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("en-GB")]
    [InlineData("de-DE")]
    [InlineData("nl-NL")]
    [InlineData("fr-FR")]
    [InlineData("fi-FI")]
    [InlineData("pl-PL")]
    [InlineData("ja-JP")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("th-TH")]
    public void What_PowerShell_writes_to_a_table_is_read_where_the_culture_is_named(string name)
    {
        CultureInfo culture = CultureInfo.GetCultureInfo(name);
        DateTimeOffset moment = new(2026, 1, 2, 15, 4, 5, TimeSpan.FromHours(1));
        Assert.Empty(Import($"UserName,LastLogin\nann,\"{moment.ToString(culture)}\"\nbob,\"{moment.UtcDateTime.ToString(culture)}\"\n", new UserImportOptions { Culture = culture }).Rejects);
        Assert.Equal(moment, Store.Users.Get("ann").LastLoginAt);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 14, 4, 5, TimeSpan.Zero), Store.Users.Get("bob").LastLoginAt);
    }

    [Theory]
    [InlineData("31.12.2025", null)]
    [InlineData("1/2/2025", null)]
    [InlineData("12/31/2025", "de-DE")]
    [InlineData("14:05", "de-DE")]
    [InlineData("31.02.2025", "de-DE")]
    [InlineData("45658", null)]
    [InlineData("1403/11/13", null)]
    [InlineData("2568-02-01", null)]
    [InlineData("2568-02-01", "en-US")]
    [InlineData("1735689600", null)]
    [InlineData("Dec 2025", "en-US")]
    public void A_date_is_never_guessed(string written, string? culture)
    {
        PermImportReject reject = Assert.Single(Import($"UserName;LastLogin\nann;{written}\n", new UserImportOptions { Culture = culture is null ? null : CultureInfo.GetCultureInfo(culture) }).Rejects);
        Assert.Equal("InvalidDate", reject.ErrorId);
        Assert.Contains(culture ?? "the culture of the file", reject.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de-DE", "1.234", 1_234)]
    [InlineData("de-DE", "12.345.678", 12_345_678)]
    [InlineData("de-DE", "0.001", null)]
    [InlineData("de-DE", "1234", 1_234)]
    [InlineData("de-DE", "1.5", null)]
    [InlineData("de-DE", "1.23", null)]
    [InlineData("de-DE", "1234.567", null)]
    [InlineData("de-DE", "1.234.56", null)]
    [InlineData("de-DE", "1..234", null)]
    [InlineData("de-DE", ".234", null)]
    [InlineData("de-DE", "1,234", null)]
    [InlineData("en-US", "1,234", 1_234)]
    [InlineData("en-US", "1,5", null)]
    [InlineData("en-US", "1.234", null)]
    [InlineData("fr-FR", "1\u202F234", 1_234)]
    [InlineData("fr-FR", "1\u00A0234", 1_234)]
    [InlineData("fr-FR", "1 234", 1_234)]
    [InlineData("de-CH", "1'234", 1_234)]
    [InlineData("de-CH", "1\u2019234", 1_234)]
    [InlineData("hi-IN", "12,34,567", 1_234_567)]
    [InlineData("hi-IN", "1,234,567", 1_234_567)]
    [InlineData("hi-IN", "1,23", null)]
    [InlineData("", "1,234", 1_234)]
    [InlineData("", "1,5", null)]
    [InlineData(null, "1,234", null)]
    public void A_number_has_separators_of_thousands_in_their_places_alone(string? culture, string written, int? number)
    {
        PermImportResult result = Import($"UserName|LoginCount\nann|{written}\n", new UserImportOptions { Culture = culture is null ? null : CultureInfo.GetCultureInfo(culture), Delimiter = '|' });
        Assert.Equal(number is null ? "InvalidValue" : null, result.Rejects.SingleOrDefault()?.ErrorId);
        Assert.Equal(number ?? 0, Store.Users.Find().SingleOrDefault()?.LoginCount ?? 0);
    }

    [Fact]
    public void The_culture_of_the_process_changes_nothing()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal("InvalidDate", Assert.Single(Import("UserName;LastLogin\nann;31.12.2025\n").Rejects).ErrorId);
            Assert.Empty(Import("UserName;LastLogin;LoginCount\nann;2025-12-31;1.234\n", new UserImportOptions { Culture = CultureInfo.CurrentCulture }).Rejects);
            Assert.Equal(1_234, Store.Users.Get("ann").LoginCount);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("System.Collections.Generic.List`1[System.String]")]
    [InlineData("System.String[]")]
    [InlineData("System.Object[]")]
    [InlineData("System.Collections.ArrayList")]
    public void The_name_of_a_type_is_no_group(string cell)
    {
        Store.Users.Create(new UserData { UserName = "ann", Groups = ["Press"] }, new UserBatchOptions { CreateGroups = true });
        PermImportReject reject = Assert.Single(Import($"UserName,Groups\nann,{cell}\n", new UserImportOptions { Mode = ImportMode.Upsert }).Rejects);
        Assert.Equal(("InvalidValue", "Groups"), (reject.ErrorId, reject.Column));
        Assert.Equal(["Press"], Store.Users.Get("ann").Groups);
        Assert.Equal(1, Store.Summary.Groups);
    }

    [Fact]
    public void The_error_about_a_header_lists_its_columns_and_the_delimiter_and_what_was_meant()
    {
        PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => Import("Emial;First name;Town\nann@example;Ann;Oslo\n", new UserImportOptions { Format = ImportFormat.Csv }));
        Assert.Equal("ColumnMissing", error.ErrorId);
        Assert.Contains("3 columns, separated by ';': 'Emial' (did you mean Email?), 'First name', 'Town'", error.Message, StringComparison.Ordinal);
        string wide = string.Join(',', Enumerable.Range(0, 900).Select(i => $"Department {i} " + new string('x', 200))) + ",Department\nx\n";
        Assert.InRange(Assert.Throws<PermInvalidInputException>(() => Import(wide)).Message.Length, 1, 3_000);
    }

    [Fact]
    public void A_column_misspelled_by_a_letter_or_two_is_named_with_what_was_meant()
    {
        Import("UserName,Profle\nann,Editor\n");
        Assert.Contains("Profle (did you mean Profile?)", Assert.Single(Store.TakeWarnings()).Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean JobTitle?", Assert.Throws<PermInvalidInputException>(() => Import("UserName,X\nann,1\n", new UserImportOptions { ColumnMap = new Dictionary<string, string> { ["JobTilte"] = "X" } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_about_many_columns_fits_a_screen()
    {
        Import($"UserName,{string.Join(',', Enumerable.Range(0, 500).Select(i => "Shoes " + i))}\nann\n");
        Assert.InRange(Assert.Single(Store.TakeWarnings()).Message.Length, 1, 600);
    }

    private PermImportResult Import(string text, UserImportOptions? options = null) => Import(Encoding.UTF8.GetBytes(text), options);

    private PermImportResult Import(byte[] text, UserImportOptions? options = null)
    {
        using MemoryStream stream = new(text);
        return Store.Transfer.ImportUsers(stream, options);
    }
}
