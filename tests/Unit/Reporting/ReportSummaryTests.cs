using System.Globalization;

namespace PermModule.Unit.Reporting;

/// <summary>What a report comes to: sentences, the most useful actions, and who changed privileged rights.</summary>
public sealed class ReportSummaryTests : IDisposable
{
    private readonly TestStore _test = new TestStore().WithProfiles();

    public void Dispose() => _test.Dispose();

    private ReportModel Build(ReportOptions? options = null) => _test.Store.Reports.Build(options);

    [Fact]
    public void Unused_seats_are_worth_their_price_and_roles_are_spared()
    {
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 4, Light = 100, PricePerSeat = new SeatPrices { Heavy = 40, Light = 2.5m } });
        foreach (string name in new[] { "ann", "bob", "cy" })
        {
            _test.AddUser(name, "Admin");
        }

        foreach (int i in Enumerable.Range(0, 6))
        {
            _test.AddUser($"viewer{i}");
        }

        _test.Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("ann"))]);
        _test.Clock.Advance(TimeSpan.FromDays(200));

        ReportSummary summary = Build(new ReportOptions { WriteStep = step => $"{step.Kind} {step.Tier} {step.Seats} {step.Days}" }).Summary;

        Assert.Equal((3 * 40m) + (6 * 2.5m), summary.Cost);
        ReportAction first = summary.Actions[0];
        Assert.Equal((Tier.Heavy, 2L, 80m), (first.Tier, first.SeatsFreed, first.Worth));
        Assert.Equal("Deactivate 2 users who did not sign in for 90 days and have no role.", first.Text);
        Assert.Equal("FreeSeats Heavy 2 90", first.Step);
        Assert.Contains(summary.Actions, action => (action.Tier, action.SeatsFreed, action.Worth) == (Tier.Light, 6L, 15m));
        Assert.Equal(2, _test.Store.Seats.RecommendSeats(100, [Tier.Heavy]).Count);
        Assert.True(summary.Actions.Count <= 3);
    }

    [Theory]
    [InlineData(ReportFormat.Html)]
    [InlineData(ReportFormat.Markdown)]
    [InlineData(ReportFormat.Plain)]
    public void A_store_of_today_says_that_there_is_no_earlier_day_and_not_that_nothing_changed(ReportFormat format)
    {
        _test.AddUser("ann");
        _test.AddUser("bob");
        _test.Store.Users.Remove([UserReference.ByName("bob")]);
        Assert.StartsWith($"The store has no day before {_test.Clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, so there is nothing to compare", Build().Summary.Changes[0], StringComparison.Ordinal);
        string text = _test.Store.Reports.ToText(format);
        Assert.DoesNotContain("Nothing changed", text, StringComparison.Ordinal);
        Assert.Contains("The store has no day before", text, StringComparison.Ordinal);
        _test.Clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain("no day before", Build().Summary.Changes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_saved_by_a_lower_tier_is_the_difference_of_the_prices()
    {
        _test.Store.Profiles.Grant("Editor", ["asset-bank.collections.create-collections"]);
        _test.Store.Seats.SetContract(new SeatContract { Regular = 10, PricePerSeat = new SeatPrices { Regular = 18, Light = 3 } });
        _test.AddUser("ann", "Editor");
        _test.AddUser("bob", "Editor");

        ReportAction action = Build().Summary.Actions.Single(saving => saving.Tier == Tier.Regular);

        Assert.Equal((2L, 30m), (action.SeatsFreed, action.Worth));
        Assert.Equal("Take 'Upload assets' from the profile 'Editor' if its 2 users do not need it; they then need Light seats.", action.Text);
    }

    [Fact]
    public void What_a_tier_without_a_price_costs_or_saves_is_not_made_up()
    {
        _test.Store.Profiles.Grant("Editor", ["asset-bank.collections.create-collections"]);
        _test.Store.Seats.SetContract(new SeatContract { Regular = 10, PricePerSeat = new SeatPrices { Regular = 18 } });
        _test.AddUser("ann", "Editor");
        Assert.DoesNotContain("not counted", _test.Store.Reports.ToText(ReportFormat.Html), StringComparison.Ordinal);
        _test.AddUser("bob", "Viewer");

        Assert.Null(Build().Summary.Actions.Single(saving => saving.Tier == Tier.Regular).Worth);
        Assert.Contains("Light seats have no price and are not counted", _test.Store.Reports.ToText(ReportFormat.Html), StringComparison.Ordinal);
    }

    [Fact]
    public void Seats_over_the_contract_come_first_and_with_their_cost()
    {
        _test.Store.Seats.SetContract(new SeatContract { Light = 1, Enforcement = SeatEnforcement.Warn, PricePerSeat = new SeatPrices { Light = 2.5m } });
        foreach (int i in Enumerable.Range(0, 3))
        {
            _test.AddUser($"u{i}");
        }

        ReportSummary summary = Build().Summary;

        Assert.Equal("3 Light seats are in use and the contract has 1. Free 2 or buy them. That is 5.00 at the price of the contract.", summary.Decisions[0]);
        Assert.Contains("No active user is portal owner.", summary.Decisions);
        Assert.Contains("Make an active user portal owner, better two.", summary.Actions[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportFormat.Html, "1 \u00D7 1,234.50 EUR = 1,234.50 EUR", "<dd>1,234.50</dd><dd class=\"note\">EUR</dd>", "worth 1,234.50 EUR")]
    [InlineData(ReportFormat.Markdown, "worth 1,234.50 EUR", "That is 1,234.50 EUR at the price of the contract.")]
    [InlineData(ReportFormat.Plain, "worth 1,234.50 EUR", "1,234.50 EUR at the price")]
    [InlineData(ReportFormat.Card, "That is 1,234.50 EUR at the price of the contract.")]
    [InlineData(ReportFormat.Json, "\"currency\": \"EUR\"", "That is 1,234.50 EUR at the price of the contract.")]
    public void Every_amount_has_the_currency_of_the_contract(ReportFormat format, params string[] amounts)
    {
        _test.AddUser("ann");
        _test.Clock.Advance(TimeSpan.FromDays(200));
        SeatContract contract = new() { Light = 0, Enforcement = SeatEnforcement.Warn, PricePerSeat = new SeatPrices { Light = 1234.5m }, Currency = "EUR" };
        _test.Store.Seats.SetContract(contract);
        string text = _test.Store.Reports.ToText(format);
        Assert.All(amounts, amount => Assert.Contains(amount, text, StringComparison.Ordinal));
        _test.Store.Seats.SetContract(contract with { Currency = null });
        Assert.DoesNotContain("EUR", _test.Store.Reports.ToText(format), StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_are_told_by_rule_and_cause()
    {
        foreach (int i in Enumerable.Range(0, 25))
        {
            _test.Store.Users.Create(new UserData { UserName = $"u{i:00}", Department = $"Department {i:00}", Location = i < 2 ? $"Town {i}" : null });
        }

        _test.Clock.Advance(TimeSpan.FromDays(100));
        ReportFindings findings = Build().Findings;

        ReportRule champions = findings.Rules.Single(rule => rule.RuleName == "ChampionMissing");
        Assert.Equal(27, champions.Count);
        Assert.Equal(["No champion in 25 departments", "No champion in 2 locations"], champions.Groups.Select(group => group.Sentence));
        Assert.Equal("No champion in 25 departments: Department 00, Department 01, Department 02 and 22 more.", FindingSentences.Tell(champions.Groups[0]));
        Assert.Equal("25 users hold Light seats and never signed in", findings.Rules.Single(rule => rule.RuleName == "NeverSignedIn").Groups.Single().Sentence);
    }

    [Fact]
    public void Every_rule_has_a_sentence_for_one_and_for_many()
    {
        foreach (FindingRule rule in FindingRule.All)
        {
            foreach (long count in new[] { 1L, 25L })
            {
                Assert.DoesNotContain(rule.Description.Name, FindingSentences.Tell(rule.Description.Name, "Heavy", count, new ReportOptions()), StringComparison.Ordinal);
            }
        }

        Assert.Equal("New found 3 things", FindingSentences.Tell("New", null, 3, new ReportOptions()));
    }

    [Fact]
    public void Privileged_rights_are_told_with_who_changed_them_and_others_are_not()
    {
        _test.AddUser("ann");
        _test.AddUser("bob");
        _test.AddUser("cy");
        _test.Clock.Advance(TimeSpan.FromDays(60));
        _test.Store.Profiles.Grant("Viewer", ["asset-bank.asset-management.crop-asset"]);
        Assert.Empty(Build().Privileges.Changes);

        _test.Store.Profiles.Create("100% _admins\"é", rights: ["asset-bank.users-and-permissions.manage-users"]);
        using (_test.Store.Correlate(Guid.NewGuid()))
        {
            _test.Store.Users.Update(UserReference.ByName("bob"), new UserData { Profile = "100% _admins\"é" });
            _test.Store.Users.Update(UserReference.ByName("cy"), new UserData { Profile = "100% _admins\"é" });
        }

        _test.Store.Users.Update(UserReference.ByName("bob"), new UserData { Department = "Sales" });
        _test.Store.Profiles.Revoke("100% _admins\"é", ["asset-bank.users-and-permissions.manage-users"]);
        _test.Store.Profiles.Grant("Editor", ["asset-bank.system-admin.manage-portal-settings"]);
        _test.Store.Roles.AddMembers([new RoleAssignment(PermRole.PortalOwner, UserReference.ByName("ann")), new RoleAssignment(PermRole.Champion, UserReference.ByName("bob"))]);

        ReportPrivileges privileges = Build().Privileges;

        Assert.Equal(
            [
                "made 'ann' portal owner",
                "granted 'Manage portal settings' to the profile 'Editor'",
                "revoked 'Manage users' from the profile '100% _admins\"é'",
                "created the profile '100% _admins\"é' with 'Manage users'",
            ],
            privileges.Changes.Select(change => change.Text));
        Assert.All(privileges.Changes, change => Assert.Equal("tester", change.Actor));

        // Whoever is in a profile that is privileged now got those rights with it.
        _test.Store.Profiles.Grant("100% _admins\"é", ["asset-bank.users-and-permissions.manage-users"]);
        Assert.Contains("gave 2 users the profile '100% _admins\"é'", Build().Privileges.Changes.Select(change => change.Text));
        _test.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(0, Build().Privileges.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    public void Who_was_given_a_privileged_profile_is_told_whatever_it_is_called_since_and_however_many_there_are(int others)
    {
        using (PermTransaction change = _test.Store.BeginTransaction())
        {
            foreach (int i in Enumerable.Range(0, others))
            {
                _test.Store.Profiles.Create($"P{i}", rights: ["asset-bank.users-and-permissions.manage-users"]);
            }

            change.Commit();
        }

        _test.Clock.Advance(TimeSpan.FromDays(40));
        _test.Store.Profiles.Create("Chiefs", rights: ["asset-bank.users-and-permissions.manage-users"]);
        _test.AddUser("ann", "Chiefs");
        _test.AddUser("bob", "Viewer");
        _test.Store.Profiles.Update("Chiefs", newName: "Helpers");
        _test.AddUser("cy", "Helpers");

        // The name of the privileged profile goes to another one.
        _test.Store.Profiles.Update("Viewer", newName: "Chiefs");
        _test.AddUser("dan", "Chiefs");

        Assert.Equal(
            ["gave 'cy' the profile 'Helpers'", "gave 'ann' the profile 'Chiefs'", "created the profile 'Chiefs' with 'Manage users'"],
            Build().Privileges.Changes.Select(told => told.Text));
    }

    [Fact]
    public void Who_lost_privileged_rights_is_told_too()
    {
        _test.Store.Profiles.Create("Chiefs", rights: ["asset-bank.users-and-permissions.manage-users"]);
        _test.Store.Profiles.Create("Deputies", rights: ["asset-bank.users-and-permissions.manage-users"]);
        foreach (string name in new[] { "ann", "bob", "cy", "dan", "eve" })
        {
            _test.AddUser(name, name is "dan" ? "Deputies" : "Chiefs");
        }

        _test.AddUser("fay");
        _test.Store.ContentWorkflow.SetOwner(UserReference.ByName("ann"));
        _test.Clock.Advance(TimeSpan.FromDays(60));
        _test.Store.Users.Update(UserReference.ByName("ann"), new UserData { Profile = "Viewer" });
        _test.Store.Users.Remove([UserReference.ByName("bob"), UserReference.ByName("cy"), UserReference.ByName("fay")]);
        _test.Store.Users.Update(UserReference.ByName("eve"), new UserData { Profile = "Deputies" });
        _test.Store.Profiles.Update("Deputies", newName: "Helpers");
        _test.Store.Profiles.Remove("Helpers", "Viewer");
        _test.Store.ContentWorkflow.SetOwner(UserReference.ByName("dan"));

        Assert.Equal(
            [
                "gave Content Workflow to 'dan', which 'ann' owned",
                "removed the profile 'Helpers' with 'Manage users'",
                "took the profile 'Helpers' from 2 users",
                "gave 'eve' the profile 'Deputies'",
                "removed 2 users, who had the profile 'Chiefs'",
                "took the profile 'Chiefs' from 'ann'",
            ],
            Build().Privileges.Changes.Select(told => told.Text));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"Rights\":[1]}")]
    [InlineData("{\"Rights\":[\"\\ud800\"]}")]
    public void A_report_is_written_of_a_trail_that_was_changed_and_its_past_is_refused(string after)
    {
        DateTimeOffset before = _test.Clock.GetUtcNow();
        _test.Clock.Advance(TimeSpan.FromDays(1));
        _test.AddUser("ann", "Editor");
        _test.Store.Profiles.Grant("Editor", ["asset-bank.users-and-permissions.manage-users"]);
        _test.Tamper($"UPDATE audit_events SET after = '{after}' WHERE action = 'RightsGranted'");

        ReportModel report = Build();

        Assert.Contains(report.Findings.Rules, rule => rule.RuleName == "AuditTrailBroken");
        Assert.Equal("gave 'ann' the profile 'Editor'", Assert.Single(report.Privileges.Changes).Text);
        Assert.Equal("AuditTrailBroken", Assert.Throws<PermCorruptException>(() => _test.Store.AsOf(before)).ErrorId);
        Assert.Equal("AuditTrailBroken", Assert.Throws<PermCorruptException>(() => _test.Store.History.FindRightHolders(["*manage-users"]).ToList()).ErrorId);
    }

    [Fact]
    public void Changes_are_told_since_the_earlier_report_or_lately()
    {
        string earlier = _test.File("earlier.json");
        _test.AddUser("ann");
        _test.Store.Reports.Export(earlier);
        _test.Clock.Advance(TimeSpan.FromDays(2));
        _test.AddUser("bob");
        _test.Store.Profiles.Create("New");
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 3 });

        IReadOnlyList<string> changes = Build(new ReportOptions { ComparePath = earlier }).Summary.Changes;

        Assert.Contains(changes, change => change.EndsWith(", Light seats in use went from 1 to 2.", StringComparison.Ordinal));
        Assert.Contains("The limit of Heavy seats is 3 instead of no limit.", changes);
        Assert.Contains("New profiles: 'New'.", changes);
        Assert.Contains("went from 1 to 2.", Build().Summary.Changes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportFormat.Html)]
    [InlineData(ReportFormat.Markdown)]
    [InlineData(ReportFormat.Plain)]
    [InlineData(ReportFormat.Card)]
    [InlineData(ReportFormat.Json)]
    public void A_report_is_the_same_in_a_culture_that_writes_from_right_to_left(ReportFormat format)
    {
        _test.AddUser("ann");
        _test.Store.Seats.SetContract(new SeatContract { Light = 1200, PricePerSeat = new SeatPrices { Light = 1234.5m } });
        _test.Clock.Advance(TimeSpan.FromDays(100));
        string plain = _test.Store.Reports.ToText(format);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in new[] { "ar-SA", "fa-IR", "he-IL" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Assert.Equal(plain, _test.Store.Reports.ToText(format));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Plain_text_aligns_the_lines_of_an_item()
    {
        _test.Store.Profiles.Create("Heavy people of a department whose name goes on and on", rights: ["asset-bank.asset.manage-brands"]);
        _test.AddUser("ann", "Heavy people of a department whose name goes on and on");

        string[] lines = _test.Store.Reports.ToText(ReportFormat.Plain).Split(Environment.NewLine);

        string[] wrapped = [.. lines.Zip(lines.Skip(1)).Where(pair => pair.First.StartsWith("  - ", StringComparison.Ordinal) && pair.Second.StartsWith("  ", StringComparison.Ordinal) && !pair.Second.StartsWith("  - ", StringComparison.Ordinal)).Select(pair => pair.Second)];
        Assert.NotEmpty(wrapped);
        Assert.All(wrapped, line => Assert.Matches("^ {4}[^ ]", line));
    }

    [Theory]
    [InlineData("depart", 1)]
    [InlineData("\u90E8\u95E8", 2)]
    [InlineData("\U0001F469\u200D\U0001F4BB", 2)]
    public void Plain_text_keeps_to_80_columns_whatever_a_name_or_title_is_made_of(string part, int columns)
    {
        string name = string.Concat(Enumerable.Repeat(part, 40));
        _test.Store.Users.Create(new UserData { UserName = "ann", Email = "ann@example.com", Department = name });

        string text = _test.Store.Reports.ToText(ReportFormat.Plain, new ReportOptions { Title = name });

        Assert.All(text.Split('\n'), line =>
        {
            int[] starts = StringInfo.ParseCombiningCharacters(line);
            Assert.True(starts.Sum(start => line[start] > '\u1000' ? columns : 1) <= 80, line);
        });
        Assert.Contains($"Nochampionin1department:{name}.", string.Concat(text.Where(c => !char.IsWhiteSpace(c))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_says_how_many_places_it_leaves_out()
    {
        foreach (int i in Enumerable.Range(0, 53))
        {
            _test.Store.Users.Create(new UserData { UserName = $"u{i}", Email = $"u{i}@example.com", Department = $"D{i}", Location = i < 51 ? $"L{i}" : null });
        }

        string path = _test.Store.Reports.Export(_test.File("report.xlsx")).FullName;

        using FileStream file = File.OpenRead(path);
        using Workbook book = Workbook.Open(file, path);
        string[][] rows = [.. book.Read("Champions", new SheetMerges()).Select(row => (string[])[.. row.Cells])];
        Assert.Contains(rows, row => row[0] == "Department" && row[1] == "3 more.");
        Assert.Contains(rows, row => row[0] == "Location" && row[1] == "1 more.");
    }

    [Fact]
    public void A_page_stays_below_a_megabyte_however_much_there_is()
    {
        string name = new('x', 200);
        for (int i = 0; i < 120; i++)
        {
            _test.Store.Profiles.Create($"{name}{i}", rights: ["asset-bank.collections.*", "asset-bank.sharing.*", "asset-bank.users-and-permissions.manage-users"]);
        }

        _test.Store.Users.Create([.. Enumerable.Range(0, 2_000).Select(i => new UserData { UserName = $"{name}{i}", FirstName = name, LastName = name, Department = $"{name}{i}", Location = $"{name}{i}", Profile = $"{name}{i % 120}", LastLoginAt = _test.Clock.GetUtcNow() })]);
        _test.Clock.Advance(TimeSpan.FromDays(200));
        Assert.InRange(_test.Store.Reports.ToText(ReportFormat.Html).Length, 100_000, 1_000_000);
    }

    [Fact]
    public void Findings_are_a_table_whose_cells_run_nowhere_and_whose_mark_is_asked_for()
    {
        _test.Store.Profiles.Create("=cmd|' /C calc'!A0");
        string path = _test.File("findings.csv");
        _test.Store.Reports.Export(path);
        string[] lines = File.ReadAllLines(path);
        Assert.Equal("Severity,Category,Rule,Kind,Target,Finding,WhatToDo", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("Warning,Profiles,EmptyProfile,Profile,'=cmd|", StringComparison.Ordinal));
        Assert.NotEqual(0xEF, File.ReadAllBytes(path)[0]);
        _test.Store.Reports.Export(path, new ReportOptions { HasByteOrderMark = true }, overwrite: true);
        Assert.Equal<byte>([0xEF, 0xBB, 0xBF], File.ReadAllBytes(path)[..3]);
        Assert.Equal("FormatMismatch", Assert.Throws<PermInvalidInputException>(() => _test.Store.Reports.Export(_test.File("report.html"), new ReportOptions { HasByteOrderMark = true })).ErrorId);
    }

    [Fact]
    public void A_tier_without_a_limit_has_no_bar()
    {
        _test.AddUser("ann");
        _test.Store.Seats.SetContract(new SeatContract { Heavy = 3 });
        string page = _test.Store.Reports.ToText(ReportFormat.Html);
        Assert.Equal(1, page.Split("class=\"seats\"").Length - 1);
    }
}
