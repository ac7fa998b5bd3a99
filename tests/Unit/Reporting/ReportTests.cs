using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PermModule.Unit.Reporting;

public class ReportTests : IDisposable
{
    private const string Nasty = "<script>alert(\"1\")</script> 'x' & `y` | *z* @team #12";

    private readonly TestStore _test = new();

    private ReportService Service => _test.Store.Reports;

    public void Dispose() => _test.Dispose();

    private string Written(ReportFormat format, ReportOptions? options = null)
    {
        using MemoryStream stream = new();
        ReportService.Write(Service.Build(options), format, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The page as a tree: proves that every element is closed and every value escaped.</summary>
    private XElement Page(ReportOptions? options = null)
    {
        string html = Written(ReportFormat.Html, options)["<!DOCTYPE html>".Length..];
        return XElement.Parse(Mend(Mend(Mend(html, "<(?<e>meta|input)(?<a>[^>]*)>", "<${e}${a}/>"), " (?<a>hidden|checked|open)(?=[ />])", " ${a}=\"\""), "<(?<e>script|style)>(?<t>.*?)</", "<${e}><![CDATA[${t}]]></"));
    }

    private static string Mend(string html, string pattern, string replacement) =>
        Regex.Replace(html, pattern, replacement, RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    private static string Figure(XElement page, string name) => (string)page.Descendants("data").Single(data => (string?)data.Attribute("data-figure") == name).Attribute("value")!;

    [Fact]
    public void Figures_are_those_of_the_services()
    {
        _test.WithProfiles();
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 2, Regular = 1 });
        _test.AddUser("ann", "Admin");
        _test.AddUser("bob", "Editor");
        _test.Store.Users.Create(new UserData { UserName = "cy", Profile = "Viewer", IsActive = false });

        ReportModel report = Service.Build();

        Assert.Equal(_test.Store.Seats.GetUsage(), report.Tiers);
        Assert.Equal(_test.Store.Seats.GetUsageByProfile().Select(row => (row.ProfileName, row.Active, row.Inactive)), report.Profiles.Select(row => ((string?)row.Name, row.Active, row.Inactive)));
        Assert.Equal(
            _test.Store.Audit.Run().CountBy(finding => finding.RuleName).ToDictionary(),
            report.Findings.Rules.ToDictionary(rule => rule.RuleName, rule => (int)rule.Count));
        Assert.Equal((3, 2), (report.Store.Users, report.Store.ActiveUsers));
        Assert.Equal(_test.Clock.GetUtcNow(), report.GeneratedAt);
    }

    [Theory]
    [InlineData(ReportFormat.Html)]
    [InlineData(ReportFormat.Markdown)]
    [InlineData(ReportFormat.Json)]
    public void An_empty_store_gives_a_sensible_report_and_the_same_one_each_time(ReportFormat format)
    {
        string written = Written(format);

        Assert.Equal(written, Written(format));
        Assert.Contains("Permission report", written);
        if (format != ReportFormat.Json)
        {
            Assert.Contains("Nothing waits for an auditor.", written);
            Assert.Contains("No profile holds a right.", written);
        }
    }

    [Fact]
    public void History_and_forecast_are_drawn_without_a_script()
    {
        _test.WithProfiles();
        _test.Store.Seats.SetContract(new SeatContract { Light = 60 });
        for (int day = 0; day < 40; day++)
        {
            _test.AddUser($"u{day}");
            _test.Clock.Advance(TimeSpan.FromDays(1));
        }

        ReportSeatHistory light = Service.Build().SeatHistory[2];
        Assert.Equal(_test.Store.Seats.GetForecast([Tier.Light])[0], light.Forecast);
        Assert.Equal((40, 91), (light.Days[^1].Active, light.Ahead.Count));
        Assert.All(light.Ahead, day => Assert.True(day.Low <= day.Middle && day.Middle <= day.High));

        XElement history = Page().Descendants("div").Single(div => (string?)div.Attribute("data-history") == "Light");
        Assert.Contains(ReportText.Forecast(light.Forecast), history.Value, StringComparison.OrdinalIgnoreCase);
        XElement chart = history.Descendants("svg").Single();
        Assert.Contains("40 now", (string)chart.Attribute("aria-label")!, StringComparison.Ordinal);
        Assert.Equal(["ahead", "band", "limit", "past"], chart.Elements().Select(line => (string)line.Attribute("class")!).Order(StringComparer.Ordinal));
        double[][] past = [.. ((string)chart.Elements().Last().Attribute("points")!).Split(' ').Select(point => point.Split(',').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(light.Days.Count, past.Length);
        Assert.Equal(0, past[0][0]);
        Assert.All(past.Zip(past.Skip(1)), pair => Assert.True(pair.First[0] < pair.Second[0] && pair.First[1] >= pair.Second[1]));
        Assert.All(past, point => Assert.InRange(point[1], 0, 150));
    }

    [Fact]
    public void One_user_makes_a_page_that_speaks_of_one()
    {
        _test.WithProfiles();
        _test.AddUser("ann");

        XElement page = Page();

        Assert.Equal("1", Figure(page, "light-active"));
        Assert.Equal("1", Figure(page, "users"));
        Assert.Equal("0", Figure(page, "heavy-active"));
    }

    [Fact]
    public void Nothing_from_the_store_becomes_markup_of_the_page()
    {
        _test.Store.Profiles.Create(Nasty, isDefault: true);
        _test.Store.Users.Create(new UserData { UserName = Nasty, FirstName = Nasty, Department = Nasty, Location = Nasty, Profile = Nasty });
        _test.Clock.Advance(TimeSpan.FromDays(200));

        XElement page = Page(new ReportOptions { Title = Nasty });

        Assert.Equal(Nasty, (string)page.Descendants("title").Single());
        Assert.Contains(page.Descendants("th"), cell => cell.Value.StartsWith(Nasty, StringComparison.Ordinal));
        Assert.Single(page.Descendants("script"));
        Assert.All(page.Descendants().Attributes(), attribute => Assert.False(attribute.Name.LocalName is "style" or "src" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)));
        Assert.All(page.Descendants("a"), link => Assert.StartsWith("#", (string)link.Attribute("href")!));
    }

    [Fact]
    public void The_policy_allows_the_style_and_script_of_the_page_and_nothing_else()
    {
        XElement page = Page();
        string policy = (string)page.Descendants("meta").Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!;

        Assert.StartsWith("default-src 'none';", policy);
        Assert.DoesNotContain("unsafe", policy);
        foreach (string element in (string[])["style", "script"])
        {
            string content = page.Descendants(element).Single().Value;
            string hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(content)));
            Assert.Contains($"{element}-src 'sha256-{hash}'", policy);
        }
    }

    [Theory]
    [InlineData("a|b", "a\\|b")]
    [InlineData("<b>&", "&lt;b&gt;&amp;")]
    [InlineData("*a* _b_ `c` [d](e)", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\]\\(e\\)")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("@team and ann@example.com", "@<!-- -->team and ann@example.com")]
    [InlineData("#12", "\\#<!-- -->12")]
    [InlineData("https://example.com www.example.com", "https<!-- -->://example.com www<!-- -->.example.com")]
    [InlineData("مرحبا", "مرحبا")]
    public void Markdown_shows_text_as_it_is(string text, string expected) => Assert.Equal(expected, MarkdownWriter.Escape(text));

    [Theory]
    [InlineData("Get-X", "`Get-X`")]
    [InlineData("a `b` c", "`` a `b` c ``")]
    [InlineData("two\nlines", "`two lines`")]
    public void Markdown_fences_code(string text, string expected) => Assert.Equal(expected, MarkdownWriter.Code(text));

    [Fact]
    public void A_table_of_Markdown_keeps_its_columns_whatever_a_name_holds()
    {
        _test.Store.Profiles.Create("a | b", isDefault: true);
        _test.AddUser("ann");

        string row = Written(ReportFormat.Markdown).Split('\n').First(line => line.StartsWith("| a ", StringComparison.Ordinal));

        Assert.Equal("| a \\| b | Light | 1 | 0 | 0 |", row);
    }

    [Fact]
    public void Markdown_cuts_long_lists_and_says_so()
    {
        for (int i = 0; i < 34; i++)
        {
            _test.Store.Profiles.Create($"P{i:00}", rights: ["asset-bank.asset.manage-brands"]);
        }

        string[] lines = Written(ReportFormat.Markdown).Split('\n');

        Assert.Equal(30, lines.Count(line => line.StartsWith("| P", StringComparison.Ordinal) && line.Contains("| Heavy | 0 | 0 | 1 |", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line == "4 more."));
        Assert.Equal(30, lines.Single(line => line.StartsWith("| asset-bank.asset.manage-brands |", StringComparison.Ordinal)).Count(c => c == '●'));
        Assert.Equal(lines.Count(line => line.StartsWith("<details>", StringComparison.Ordinal)), lines.Count(line => line == "</details>"));
    }

    [Theory]
    [InlineData(ReportFormat.Html, "<code class=\"step\">do AddRoleMember</code>")]
    [InlineData(ReportFormat.Markdown, "Fix it with `do AddRoleMember`")]
    [InlineData(ReportFormat.Json, "\"do AddRoleMember\"")]
    public void Steps_are_sentences_unless_the_program_writes_commands(ReportFormat format, string command)
    {
        const string sentence = "Make a user portal owner.";
        string plain = Written(format);
        Assert.Contains(sentence, plain, StringComparison.Ordinal);
        Assert.DoesNotContain(command, plain, StringComparison.Ordinal);

        string written = Written(format, new ReportOptions { WriteStep = step => $"do {step.Kind}" });
        Assert.Contains(command, written, StringComparison.Ordinal);
        Assert.DoesNotContain(sentence, written, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_are_counted_beyond_those_that_are_kept()
    {
        FindingCollector collector = new(new ReportOptions());
        RecommendedStep step = new() { Kind = RecommendedStepKind.DeactivateUser, User = "u" };
        for (int i = 0; i < 120; i++)
        {
            collector.Add(new PermFinding { RuleName = "UnusedSeat", Category = AuditCategory.Seats, Severity = FindingSeverity.Warning, TargetType = "User", Target = $"u{i}", Message = "m", Step = step });
        }

        collector.Add(new PermFinding { RuleName = "AuditTrailBroken", Category = AuditCategory.Integrity, Severity = FindingSeverity.Error, TargetType = "AuditTrail", Target = "1", Message = "m", Step = step });

        ReportFindings findings = collector.ToFindings();

        Assert.Equal((1, 120, 0), (findings.Errors, findings.Warnings, findings.Information));
        Assert.Equal(["AuditTrailBroken", "UnusedSeat"], findings.Rules.Select(rule => rule.RuleName));
        Assert.Equal((120, 50, 70), (findings.Rules[1].Count, findings.Rules[1].Findings.Count, findings.Rules[1].LeftOut));
    }

    [Fact]
    public void Inactive_people_are_told_apart_and_new_accounts_left_alone()
    {
        _test.WithProfiles();
        DateTimeOffset start = _test.Clock.GetUtcNow();
        _test.Store.Users.Create(new UserData { UserName = "gone", Department = "Sales", LastLoginAt = start });
        _test.Store.Users.Create(new UserData { UserName = "longer-gone", Department = "sales", LastLoginAt = start.AddDays(-1) });
        _test.Store.Users.Create(new UserData { UserName = "never", Department = "Legal" });
        _test.Store.Users.Create(new UserData { UserName = "off", IsActive = false, LastLoginAt = start });
        _test.Clock.Advance(TimeSpan.FromDays(90));
        _test.Store.Users.Create(new UserData { UserName = "new" });
        _test.Store.Users.Create(new UserData { UserName = "seen", LastLoginAt = _test.Clock.GetUtcNow() });

        ReportInactivity inactivity = Service.Build().Inactivity;

        Assert.Equal((2, 1, 1), (inactivity.NotSeen, inactivity.NeverSignedIn, inactivity.Deactivated));
        Assert.Equal([new ReportIdle("Sales", 2, 2, 0), new ReportIdle("Legal", 1, 0, 1)], inactivity.Departments);
        Assert.Equal([new ReportIdle("Viewer", 5, 2, 1)], inactivity.Profiles);
        Assert.Equal(["longer-gone", "gone"], inactivity.LongestNotSeen.Select(person => person.UserName));
        Assert.Equal(0, Service.Build(new ReportOptions { NotSeenForDays = 91 }).Inactivity.NotSeen);
    }

    [Fact]
    public void The_longest_not_seen_are_the_right_ones_among_many()
    {
        _test.WithProfiles();
        DateTimeOffset start = _test.Clock.GetUtcNow();
        for (int i = 0; i < 60; i++)
        {
            _test.Store.Users.Create(new UserData { UserName = $"u{i:00}", LastLoginAt = start.AddDays(-(i * 7 % 60)) });
        }

        _test.Clock.Advance(TimeSpan.FromDays(100));

        ReportInactivity inactivity = Service.Build().Inactivity;

        Assert.Equal(25, inactivity.LongestNotSeen.Count);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => start.AddDays(-59 + i)), inactivity.LongestNotSeen.Select(person => person.LastLoginAt));
    }

    [Fact]
    public void The_backlog_is_sorted_by_age()
    {
        _test.Store.Profiles.Create("Visitor", rights: ["asset-bank.asset-management.upload-assets-with-mandatory-approval"], isDefault: true);
        UserReference user = UserReference.To(_test.AddUser("ann"));
        DateTimeOffset now = _test.Clock.GetUtcNow();
        foreach ((WaitingRoomKind kind, double days) in ((WaitingRoomKind, double)[])[(WaitingRoomKind.Quarantine, 400), (WaitingRoomKind.Quarantine, 29.9), (WaitingRoomKind.Upload, 7), (WaitingRoomKind.Download, 1), (WaitingRoomKind.Download, 0.5)])
        {
            _test.Clock.Advance(now.AddDays(400 - days) - _test.Clock.GetUtcNow());
            _test.Store.WaitingRoom.Submit(new WaitingRoomRequest { Kind = kind, Requester = user, Assets = [$"a{days}", "b"], Reason = "needed", IsWatermarked = true });
        }

        _test.Clock.Advance(now.AddDays(400) - _test.Clock.GetUtcNow());

        ReportBacklog backlog = Service.Build().WaitingRoom;

        Assert.Equal([1, 1, 0, 0, 0], backlog.Kinds[0].Counts);
        Assert.Equal([0, 0, 0, 1, 0], backlog.Kinds[1].Counts);
        Assert.Equal([0, 0, 0, 1, 1], backlog.Kinds[2].Counts);
        Assert.Equal(3, backlog.Stale);
        Assert.Equal(_test.Clock.GetUtcNow().AddDays(-400), backlog.OldestAt);
    }

    [Fact]
    public void Movements_show_what_changed_since_an_earlier_report()
    {
        _test.WithProfiles();
        _test.AddUser("ann", "Editor");
        _test.Store.Profiles.Create("Old", rights: []);
        string earlier = _test.File("earlier.json");
        Service.Export(earlier);
        _test.Clock.Advance(TimeSpan.FromDays(7));
        _test.AddUser("bob", "Editor");
        _test.Store.Profiles.Remove("Old");
        _test.Store.Profiles.Create("New", rights: ["asset-bank.asset.manage-brands"]);
        _test.Store.Seats.SetContract(new SeatContract { Regular = 5 });

        ReportComparison moved = Service.Build(new ReportOptions { ComparePath = earlier }).Comparison!;

        Assert.True(moved.IsSameStore);
        Assert.Equal(_test.Clock.GetUtcNow().AddDays(-7), moved.EarlierAt);
        Assert.Equal(new ReportTierMovement(Tier.Regular, 1, 2, null, 5), moved.Tiers[1]);
        Assert.Equal(1, moved.Tiers[1].Change);
        Assert.Equal(
            [
                new ReportProfileMovement("New", null, Tier.Heavy, null, 0),
                new ReportProfileMovement("Editor", Tier.Regular, Tier.Regular, 1, 2),
                new ReportProfileMovement("Old", Tier.Light, null, 0, null),
            ],
            moved.Profiles);
        Assert.DoesNotContain(moved.Rules, rule => rule.Change == 0);
        Assert.Contains("Movements since", Written(ReportFormat.Html, new ReportOptions { ComparePath = earlier }));
        Assert.Contains("Movements since", Written(ReportFormat.Markdown, new ReportOptions { ComparePath = earlier }));
    }

    [Fact]
    public void A_report_of_a_later_moment_is_not_compared_with()
    {
        string later = _test.File("later.json");
        DateTimeOffset then = _test.Clock.GetUtcNow();
        _test.Clock.Advance(TimeSpan.FromDays(7));
        Service.Export(later);
        using PermStore past = _test.Store.AsOf(then);

        PermException error = Assert.Throws<PermInvalidInputException>(() => past.Reports.Build(new ReportOptions { ComparePath = later }));

        Assert.Equal(("InvalidValue", ErrorDetail.ReportNewer), (error.ErrorId, error.Detail));
        Assert.Throws<PermInvalidInputException>(() => past.Reports.Check(_test.File("then.html"), new ReportOptions { ComparePath = later }));
        Assert.NotNull(Service.Build(new ReportOptions { ComparePath = later }).Comparison);
    }

    [Fact]
    public void An_earlier_report_of_another_store_says_so()
    {
        using TestStore other = new();
        other.Store.Reports.Export(other.File("other.json"));

        Assert.False(Service.Build(new ReportOptions { ComparePath = other.File("other.json") }).Comparison!.IsSameStore);
        foreach (ReportFormat format in new[] { ReportFormat.Markdown, ReportFormat.Html, ReportFormat.Plain, ReportFormat.Json })
        {
            Assert.Contains("which is of another store", Written(format, new ReportOptions { ComparePath = other.File("other.json") }).ReplaceLineEndings(" ").Replace("     ", " ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("", "InvalidDocument")]
    [InlineData("<html>", "InvalidDocument")]
    [InlineData("[]", "InvalidDocument")]
    [InlineData("null", "InvalidDocument")]
    [InlineData("{}", "InvalidDocument")]
    [InlineData("{\"schemaVersion\":\"1\"}", "InvalidDocument")]
    [InlineData("{\"schemaVersion\":1}", "InvalidDocument")]
    [InlineData("{\"schemaVersion\":2}", "SchemaVersionUnknown")]
    [InlineData("{\"schemaVersion\":0}", "SchemaVersionUnknown")]
    public void A_file_that_is_no_earlier_report_is_refused(string content, string errorId)
    {
        string path = _test.File("earlier.json");
        File.WriteAllText(path, content);

        PermException error = Assert.Throws<PermInvalidInputException>(() => Service.Build(new ReportOptions { ComparePath = path }));

        Assert.Equal((errorId, path), (error.ErrorId, error.Target));
    }

    [Fact]
    public void An_earlier_report_that_was_spoilt_anywhere_is_refused_or_read_and_never_breaks()
    {
        _test.WithProfiles();
        _test.AddUser("ann");
        string path = _test.File("earlier.json");
        Service.Export(path);
        string good = File.ReadAllText(path);
        ReportModel report = Service.Build();
        JsonNode?[] values = [null, JsonValue.Create(-1), JsonValue.Create("x"), JsonValue.Create(1.5), new JsonArray(), new JsonObject(), JsonValue.Create("\u0001")];
        int refused = 0;
        for (int place = 1; place < Nodes(JsonNode.Parse(good)).Count(); place++)
        {
            foreach (JsonNode? value in values)
            {
                JsonNode root = JsonNode.Parse(good)!;
                Nodes(root).ElementAt(place).ReplaceWith(value?.DeepClone());
                File.WriteAllText(path, root.ToJsonString());
                try
                {
                    EarlierReport.Read(path).Compare(report);
                }
                catch (PermException error)
                {
                    Assert.True(error.ErrorId is "InvalidDocument" or "SchemaVersionUnknown", error.ToString());
                    refused++;
                }
            }
        }

        Assert.True(refused > 50, $"{refused} were refused");
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode? node) => node switch
    {
        null => [],
        JsonObject parent => parent.SelectMany(pair => Nodes(pair.Value)).Prepend(node),
        JsonArray parent => parent.Take(2).SelectMany(Nodes).Prepend(node),
        _ => [node],
    };

    [Theory]
    [InlineData("report.html", ReportFormat.Html)]
    [InlineData("report.HTM", ReportFormat.Html)]
    [InlineData("report.md", ReportFormat.Markdown)]
    [InlineData("a.b/report.JSON", ReportFormat.Json)]
    [InlineData("report.csv", ReportFormat.Csv)]
    public void The_extension_says_the_format(string path, ReportFormat format) => Assert.Equal(format, ReportService.FormatOf(path));

    [Theory]
    [InlineData("report")]
    [InlineData("report.pdf")]
    [InlineData("report.html.txt")]
    public void Another_extension_is_refused(string path) => Assert.Equal("FormatUnknown", Assert.Throws<PermInvalidInputException>(() => Service.Export(path)).ErrorId);

    [Fact]
    public void A_file_is_replaced_only_when_asked_and_written_whole_or_not_at_all()
    {
        string path = _test.File("report.html");
        File.WriteAllText(path, "mine");

        Assert.Equal("FileAlreadyExists", Assert.Throws<PermAlreadyExistsException>(() => Service.Export(path)).ErrorId);
        Assert.Equal("mine", File.ReadAllText(path));

        Service.Export(path, overwrite: true);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path));
        Assert.Equal("FileUnavailable", Assert.Throws<PermBusyException>(() => Service.Export(_test.File("missing/report.html"))).ErrorId);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.partial"));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Equal("InvalidValue", Assert.Throws<PermInvalidInputException>(() => Service.Build(new ReportOptions { NotSeenForDays = -1 })).ErrorId);
        Assert.Equal("InvalidValue", Assert.Throws<PermInvalidInputException>(() => Service.Build(new ReportOptions { PendingForDays = 36_501 })).ErrorId);
        Assert.Equal("ValueTooLong", Assert.Throws<PermInvalidInputException>(() => Service.Build(new ReportOptions { Title = new string('x', 257) })).ErrorId);
        Assert.Equal("ReportNotFound", Assert.Throws<PermNotFoundException>(() => Service.Build(new ReportOptions { ComparePath = _test.File("none.json") })).ErrorId);
    }

    [Fact]
    public void Champions_count_where_they_look_after_people()
    {
        _test.WithProfiles();
        _test.Store.Users.Create(new UserData { UserName = "ann", Department = "Sales", Location = "Oslo" });
        _test.Store.Users.Create(new UserData { UserName = "bob", Department = "SALES", Location = "Rome" });
        _test.Store.Users.Create(new UserData { UserName = "cy", Department = "Legal", IsActive = false });
        long ann = _test.Store.Users.Get("ann").Id;
        _test.Tamper($"INSERT INTO role_members (role, user_id, department) VALUES (1, {ann}, 'sales'), (0, {ann}, NULL)");

        ReportCoverage coverage = Service.Build().Coverage;

        Assert.Equal((1, 1), (coverage.PortalOwners, coverage.Champions));
        Assert.Equal([new ReportPlace("Sales", 2, 1)], coverage.Departments);
        Assert.Equal([new ReportPlace("Rome", 1, 0), new ReportPlace("Oslo", 1, 1)], coverage.Locations);
    }

    [Fact]
    public void Others_who_write_meanwhile_do_not_show_in_half_of_the_figures()
    {
        _test.WithProfiles();
        _test.AddUser("ann");
        bool isWritten = false;

        ReportModel report = Service.Build(new ReportOptions
        {
            Progress = (_, _) =>
            {
                if (!isWritten)
                {
                    isWritten = true;
                    using PermStore other = _test.Store.OpenAgain();
                    other.Users.Create(new UserData { UserName = "bob", Department = "Sales" });
                }
            },
        });

        Assert.True(isWritten);
        Assert.Equal((1, 1), (report.Store.Users, report.Tiers.Sum(tier => tier.Active)));
        Assert.Empty(report.Coverage.Departments);
        Assert.Equal(2, Service.Build().Store.Users);
    }

    [Fact]
    public void Progress_ends_near_all_and_never_goes_back()
    {
        _test.WithProfiles();
        _test.AddUser("ann");
        List<int> percents = [];

        Service.Build(new ReportOptions { Progress = (_, percent) => percents.Add(percent) });

        Assert.Equal(percents.Order(), percents);
        Assert.InRange(percents[^1], 90, 100);
    }

    [Fact]
    public void The_matrix_tells_granted_from_included()
    {
        _test.Store.Profiles.Create("Presets", rights: [.. RightCatalogue.Default.Rights.Where(right => right.Implies.Count > 0).Take(1).Select(right => right.Key)]);

        ReportModel report = Service.Build();

        Assert.Single(report.Profiles[0].Rights);
        Assert.NotEmpty(report.Profiles[0].ImpliedRights);
        Assert.Equal(1 + report.Profiles[0].ImpliedRights.Count, report.Rights.Count);
        Assert.Equal(RightCatalogue.Default.Rights.Count, report.Rights.Count + report.RightsHeldByNone);
        string[] cells = [.. Page().Descendants("td").Select(cell => cell.Value)];
        Assert.Single(cells, "●");
        Assert.Equal(report.Profiles[0].ImpliedRights.Count, cells.Count(cell => cell == "○"));
    }
}
