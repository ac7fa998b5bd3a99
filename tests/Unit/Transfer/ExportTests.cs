using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.Transfer;

public class ExportTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    private PermStore Store => _test.Store;

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.PortalExport)]
    [InlineData(ExportFormat.Scim)]
    public void What_is_exported_is_imported_back_exactly(ExportFormat format)
    {
        // Whatever people type: quotes, delimiters, formulas, other scripts, text outside the basic plane.
        Gen<string> piece = Gen.Elements("a", "Z", "7", " ", "\"", "'", ",", ";", "\t", "|", "=", "+", "-", "@", "＝", "é", "日", "𠮷", "ا", "\\", "#", "/", "%0A", "null", "sep=");
        Gen<string?> text = Gen.OneOf(
            Gen.Constant<string?>(null),
            Gen.ListOf(piece).Select(pieces => string.Concat(pieces.Take(40)).Replace('\t', ' ').Trim()).Select(value => value.Length == 0 ? null : value));
        Gen<UserData> user =
            from first in text
            from last in text
            from department in text
            from job in text
            from external in text
            from location in text
            from groups in Gen.ListOf(text)
            from profile in Gen.Elements("Admin", "Editor", "Viewer")
            from flags in Gen.Choose(0, 7)
            from seconds in Gen.Choose(0, int.MaxValue)
            select new UserData
            {
                FirstName = first,
                LastName = last,
                Department = department,
                JobTitle = job,
                ExternalId = external,
                Location = location,
                Groups = [.. groups.Where(name => name is not null).Take(5)!],
                Profile = profile,
                IsActive = (flags & 1) == 0,
                IsSsoOnly = (flags & 2) == 0,
                LoginCount = seconds,
                LastLoginAt = (flags & 4) == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds),
                CreatedAt = DateTimeOffset.FromUnixTimeSeconds(seconds / 2),
            };
        int run = 0;
        Prop.ForAll(Gen.ListOf(Gen.Zip(user, text)).ToArbitrary(), users =>
        {
            run++;
            string file = _test.File($"{run}.out");
            using TestStore source = new TestStore().WithProfiles();
            using TestStore target = new TestStore().WithProfiles();
            UserData[] data = [.. users.Select((item, i) => item.Item1 with { UserName = $"{item.Item2}{i:D4}", Email = i % 3 == 0 ? null : $"u{i}@example.com", ExternalId = item.Item1.ExternalId is { } id ? $"{id}{i:D4}" : null })];
            Assert.All(source.Store.Users.Create(data, new UserBatchOptions { CreateGroups = true }), item => Assert.Null(item.Error));
            source.Store.Transfer.ExportUsers(file, format);
            if (data.Length > 0)
            {
                PermImportResult result = target.Store.Transfer.ImportUsers(file);
                Assert.Equal(format.ToString(), result.Format.ToString());
                Assert.Empty(result.Rejects);
            }

            Assert.Equal(Snapshot(source), Snapshot(target));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Generated_tables_are_read_cell_by_cell_as_they_were_meant(char delimiter)
    {
        Gen<string> cell = Gen.ListOf(Gen.Elements('a', 'b', '"', ',', ';', '\t', '\r', '\n', ' ', 'ß', '\'', '日')).Select(chars => new string([.. chars.Take(30)]));
        Prop.ForAll(Gen.ListOf(Gen.Zip(cell, cell)).ToArbitrary(), rows =>
        {
            using TestStore target = new TestStore().WithProfiles();
            StringBuilder text = new($"First name{delimiter}UserName{delimiter}Job\r\n");
            int i = 0;
            foreach ((string first, string job) in rows)
            {
                text.Append(Quote(first)).Append(delimiter).Append("user").Append(i++).Append(delimiter).Append(Quote(job)).Append(i % 2 == 0 ? "\n" : "\r\n");
            }

            if (i == 0)
            {
                return;
            }

            using MemoryStream stream = new(Encoding.UTF8.GetBytes(text.ToString()));
            Assert.Equal(i, target.Store.Transfer.ImportUsers(stream).Created);
            PermUser[] read = [.. target.Store.Users.Find().OrderBy(user => int.Parse(user.UserName[4..]))];
            Assert.Equal(rows.Select(row => (Shown(row.Item1), Shown(row.Item2))), read.Select(user => (user.FirstName, user.JobTitle)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

        static string Quote(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        static string? Shown(string value)
        {
            string marked = value.Length > 1 && value[0] == '\'' && value.TrimStart('\'') is ['\t' or '\r', ..] ? value[1..] : value;
            string shown = marked.ReplaceLineEndings(" ").Replace('\t', ' ').Trim();
            return shown.Length == 0 ? null : shown;
        }
    }

    [Fact]
    public void The_portals_form_has_its_mark_its_19_columns_and_its_words()
    {
        Store.Users.Create(new UserData { UserName = "ann", FirstName = "A;n\"n", IsSsoOnly = true, LastLoginAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), CreatedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        FileInfo file = Store.Transfer.ExportUsers(_test.File("portal.csv"), ExportFormat.PortalExport);
        byte[] bytes = File.ReadAllBytes(file.FullName);
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        Assert.Equal(
            "First name;Last name;User ID;Username;Email Address;Last Login Date;Account Status;Country;Phone Number;Job;Company Name;Department;Number of Logins;Permission Profile;Assigned User Groups;Created Date;Deactivation Date;SSO Only;Website\r\n"
            + "\"A;n\"\"n\";;;ann;;2026-01-02 03:04:05;Active;;;;;;0;Viewer;;2025-01-01 00:00:00;;Yes;\r\n",
            Encoding.UTF8.GetString(bytes[3..]));
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM")]
    [InlineData("'=1", "''=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("'t Hart", ",'t Hart")]
    [InlineData("a;=1+1", "a;'=1+1")]
    [InlineData("a,=1+1", "a,'=1+1")]
    [InlineData("a|@x", "a|'@x")]
    [InlineData("a; +1", "a; '+1")]
    [InlineData("a;\"=1", "a;\"\"'=1")]
    [InlineData("a;'=1", "a;''=1")]
    [InlineData("a-1; b=2", "a-1; b=2")]
    public void Cells_that_a_spreadsheet_would_run_are_made_harmless(string text, string written)
    {
        Store.Users.Create(new UserData { UserName = "ann", FirstName = text });
        Assert.Contains(written, File.ReadAllText(Store.Transfer.ExportUsers(_test.File("x.csv")).FullName), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("people.XLS", ExportFormat.Csv)]
    [InlineData("people.ods", ExportFormat.PortalExport)]
    [InlineData("people.html", ExportFormat.Json)]
    [InlineData("people.tsv", null)]
    [InlineData("people.tab", ExportFormat.Csv)]
    [InlineData("people.jsonl", null)]
    [InlineData("people.ndjson", ExportFormat.Json)]
    [InlineData("people.scim", ExportFormat.Csv)]
    public void A_file_holds_what_its_name_says(string name, ExportFormat? format)
    {
        Assert.Equal("FormatMismatch", Assert.Throws<PermInvalidInputException>(() => Store.Transfer.ExportUsers(_test.File(name), format, overwrite: true)).ErrorId);
        Assert.False(File.Exists(_test.File(name)));
    }

    [Theory]
    [InlineData("people.json", null, '[')]
    [InlineData("people.json", ExportFormat.Scim, '{')]
    [InlineData("people.scim", null, '{')]
    [InlineData("people.csv", null, 'U')]
    [InlineData("people.txt", null, 'U')]
    [InlineData("people", ExportFormat.Json, '[')]
    public void The_format_follows_from_the_name_unless_given(string name, ExportFormat? format, char first) =>
        Assert.Equal(first, File.ReadAllText(Store.Transfer.ExportUsers(_test.File(name), format).FullName)[0]);

    [Fact]
    public void Json_holds_every_property_with_names_of_tiers()
    {
        Store.Users.Create(new UserData { UserName = "ann", Groups = ["Zoë \"x\"", "b"], Profile = "Editor" }, new UserBatchOptions { CreateGroups = true });
        _test.AddUser("bob");
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Store.Transfer.ExportUsers(_test.File("x.json"), ExportFormat.Json).FullName));
        Assert.Equal(["ann", "bob"], json.RootElement.EnumerateArray().Select(user => user.GetProperty("UserName").GetString()));
        Assert.Equal(("Regular", "Zoë \"x\""), (json.RootElement[0].GetProperty("Tier").GetString(), json.RootElement[0].GetProperty("Groups")[1].GetString()));
    }

    [Fact]
    public void An_export_of_nobody_is_a_whole_document()
    {
        foreach (ExportFormat format in Enum.GetValues<ExportFormat>().Where(format => format != ExportFormat.Excel))
        {
            FileInfo file = Store.Transfer.ExportUsers(_test.File($"{format}"), format);
            if (format is ExportFormat.Scim or ExportFormat.Json)
            {
                JsonDocument.Parse(File.ReadAllText(file.FullName)).Dispose();
            }
            else
            {
                Assert.Single(File.ReadAllLines(file.FullName));
            }
        }
    }

    [Fact]
    public void A_file_is_replaced_only_when_told_and_a_refused_export_leaves_nothing()
    {
        string path = _test.File("people.csv");
        File.WriteAllText(path, "precious");
        Assert.Equal("FileAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => Store.Transfer.ExportUsers(path)).ErrorId);
        Assert.Throws<PermNotFoundException>(() => Store.Transfer.ExportUsers(path, filter: new UserFilter { UserNames = ["nobody"] }, overwrite: true));
        Assert.Equal("precious", File.ReadAllText(path));
        Assert.False(File.Exists(path + ".partial"));
        Store.Transfer.ExportUsers(path, overwrite: true);
        Assert.StartsWith("UserName,", File.ReadAllText(path), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            File.CreateSymbolicLink(_test.File("link.csv"), path);
            Assert.Equal("NotAFile", Assert.Throws<PermInvalidInputException>(() => Store.Transfer.ExportUsers(_test.File("link.csv"), overwrite: true)).ErrorId);
        }

        Assert.Equal("NotAFile", Assert.Throws<PermInvalidInputException>(() => Store.Transfer.ExportUsers(Path.GetTempPath(), overwrite: true)).ErrorId);
        Assert.Equal("FileUnavailable", Assert.Throws<PermBusyException>(() => Store.Transfer.ExportUsers(_test.File("no/such.csv"))).ErrorId);
    }

    private static string Snapshot(TestStore test) => string.Join('\n', test.Store.Users.Find().OrderBy(user => user.UserName, StringComparer.Ordinal).Select(user => JsonSerializer.Serialize(new
    {
        user.UserName,
        user.Email,
        user.FirstName,
        user.LastName,
        user.ProfileName,
        user.IsActive,
        user.Department,
        user.Location,
        user.JobTitle,
        Groups = user.Groups.Order(StringComparer.OrdinalIgnoreCase),
        user.ExternalId,
        user.IsSsoOnly,
        user.LastLoginAt,
        user.LoginCount,
        user.CreatedAt,
        user.DeactivatedAt,
    })));
}
