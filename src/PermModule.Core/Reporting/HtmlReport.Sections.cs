using System.Globalization;

namespace PermModule.Reporting;

/// <content>The sections of the page, from top to bottom.</content>
internal sealed partial class HtmlReport
{
    private void Seats()
    {
        using (Section("seats", "Seats"))
        {
            string enforcement = _report.Contract.Enforcement == SeatEnforcement.Block
                ? "What would need more seats than the contract has is refused."
                : "The contract is not enforced: more seats than it has are a warning.";
            string warning = _report.Tiers.Any(tier => tier.Limit is not null) ? $" The dotted line is the warning level of {_report.Contract.WarningPercent} %." : "";
            _html.Text("p", $"Every active user occupies one seat of the tier of the profile. {enforcement}{warning}");
            using (_html.Start("div", ("class", "tiers")))
            {
                foreach (SeatUsage tier in _report.Tiers)
                {
                    Tier(tier);
                }
            }

            _html.Text("h3", "By profile");
            long most = Math.Max(1, _report.Profiles.Select(profile => profile.Total).DefaultIfEmpty().Max());
            ReportProfile[] shown = [.. _report.Profiles.OrderByDescending(profile => profile.Tier).ThenByDescending(profile => profile.Active).Take(MaxProfiles)];
            Table("Users of each profile", ["Profile", "Tier", "Active and inactive users", "Active", "Inactive", "All"], shown, profile => ProfileRow(profile, most), firstNumber: 3, profile => [("data-profile", profile.Name)]);
            LeftOut(_report.Profiles.Count - shown.Length, "profiles with fewer users are in the JSON form of this report");
        }
    }

    private void Tier(SeatUsage tier)
    {
        string name = tier.Tier.ToString();
        string figure = name.ToLowerInvariant();
        using (_html.Start("div", ("class", "tier"), ("data-tier", name)))
        {
            using (_html.Start("h3"))
            {
                _html.Text("span", name);
                Badge(tier.Status switch { SeatStatus.Ok => "good", SeatStatus.Over => "bad", _ => "warn" }, ReportText.Status(tier));
            }

            using (_html.Start("p"))
            {
                using (_html.Start("strong"))
                {
                    Figure(tier.Active, figure + "-active");
                }

                _html.Text(tier.Limit is { } limit ? $" of {ReportText.Number(limit, "seat", "seats")}" : " seats in use, " + ReportText.NoLimit);
            }

            if (tier.Limit is { } seats)
            {
                double scale = 100d / Math.Max(1, Math.Max(seats, tier.Active));
                Bar(
                    "seats",
                    $"{name}: {ReportText.Number(tier.Active)} of {ReportText.Number(seats)} seats in use",
                    [(figure, Math.Min(tier.Active, seats) * scale), ("beyond", Math.Max(0, tier.Active - seats) * scale)],
                    mark: seats == 0 ? null : _report.Contract.WarningPercent * seats * scale / 100);
            }
            else
            {
                double share = ReportText.Share(tier.Active, _report.Store.ActiveUsers);
                Bar("seats", $"{name}: {ReportText.Percent(share)} of all active users", [(figure, share)]);
            }

            using (_html.Start("p", ("class", "note")))
            {
                _html.Text(ReportText.Room(tier) + " ");
                Figure(tier.Inactive, figure + "-inactive");
                _html.Text(tier.Inactive == 1 ? " inactive user occupies none." : " inactive users occupy none.");
            }
        }
    }

    private void ProfileRow(ReportProfile profile, long most)
    {
        using (_html.Start("th", ("scope", "row")))
        {
            _html.Name(profile.Name);
            if (profile.IsDefault)
            {
                _html.Text(" ");
                Badge("info", "default");
            }
        }

        _html.Text("td", profile.Tier.ToString());
        using (_html.Start("td", ("class", "chart")))
        {
            Bar(
                "bar",
                $"{ReportText.Number(profile.Active)} active, {ReportText.Number(profile.Inactive)} inactive",
                [(profile.Tier.ToString().ToLowerInvariant(), 100d * profile.Active / most), ("idle", 100d * profile.Inactive / most)]);
        }

        Number(profile.Active, "profile-active");
        Number(profile.Inactive, "profile-inactive");
        Number(profile.Total);
    }

    private void Movements()
    {
        if (_report.Comparison is not { } comparison)
        {
            return;
        }

        using (Section("movements", "Movements since the earlier report"))
        {
            using (_html.Start("p"))
            {
                _html.Text("Compared with the report of ");
                Time(comparison.EarlierAt);
                _html.Text($", {ReportText.Days(comparison.EarlierAt, _report.GeneratedAt)} earlier.");
            }

            if (!comparison.IsSameStore)
            {
                using (_html.Start("p"))
                {
                    Badge("warn", "Another store");
                    _html.Text(" The earlier report is of another store, so differences may mean nothing.");
                }
            }

            Table("Seats then and now", ["Tier", "In use then", "In use now", "Change", "Limit then", "Limit now"], comparison.Tiers, tier =>
            {
                _html.Text("th", tier.Tier.ToString(), ("scope", "row"));
                Number(tier.ActiveBefore);
                Number(tier.ActiveAfter);
                Change(tier.Change);
                NumberText(ReportText.Limit(tier.LimitBefore));
                NumberText(ReportText.Limit(tier.LimitAfter));
            });
            using (_html.Start("div", ("class", "pair")))
            {
                using (_html.Start("div"))
                {
                    ProfileMovements(comparison);
                }

                using (_html.Start("div"))
                {
                    RuleMovements(comparison);
                }
            }
        }
    }

    private void ProfileMovements(ReportComparison comparison)
    {
        _html.Text("h3", "Profiles");
        if (comparison.Profiles.Count == 0)
        {
            _html.Text("p", "No profile changed its tier or number of active users.");
            return;
        }

        Table("Profiles that moved", ["Profile", "Tier", "Then", "Now", "Change"], comparison.Profiles.Take(MaxProfiles), profile =>
        {
            RowHead(profile.Name);
            _html.Text("td", Tiers(profile));
            NumberText(profile.ActiveBefore is { } before ? ReportText.Number(before) : "new");
            NumberText(profile.ActiveAfter is { } after ? ReportText.Number(after) : "gone");
            Change((profile.ActiveAfter ?? 0) - (profile.ActiveBefore ?? 0));
        }, firstNumber: 2);
        LeftOut(comparison.Profiles.Count - MaxProfiles, "profiles that moved are in the JSON form of this report");
    }

    private static string Tiers(ReportProfileMovement profile) => profile.TierBefore == profile.TierAfter || profile.TierBefore is null || profile.TierAfter is null
        ? (profile.TierAfter ?? profile.TierBefore).ToString()!
        : $"{profile.TierBefore} \u2192 {profile.TierAfter}";

    private void RuleMovements(ReportComparison comparison)
    {
        _html.Text("h3", "Findings");
        if (comparison.Rules.Count == 0)
        {
            _html.Text("p", "Every rule finds as much as then.");
            return;
        }

        Table("Rules whose findings changed", ["Rule", "Then", "Now", "Change"], comparison.Rules, rule =>
        {
            _html.Text("th", rule.RuleName, ("scope", "row"));
            Number(rule.CountBefore);
            Number(rule.CountAfter);
            Change(rule.Change, isJudged: true);
        });
    }

    /// <summary>A difference; more findings are worse, while more seats in use are neither good nor bad.</summary>
    private void Change(long change, bool isJudged = false)
    {
        using (_html.Start("td", ("class", "number")))
        {
            _html.Text("span", ReportText.Signed(change), ("class", change switch { 0 => "muted", _ when !isJudged => "moved", > 0 => "worse", _ => "better" }));
        }
    }

    private void Findings()
    {
        ReportFindings findings = _report.Findings;
        using (Section("findings", "Findings"))
        {
            using (_html.Start("p"))
            {
                FindingCount(findings.Errors, "bad", "errors", "error", "errors");
                FindingCount(findings.Warnings, "warn", "warnings", "warning", "warnings");
                FindingCount(findings.Information, "info", "information", "to know", "to know");
            }

            if (findings.Rules.Count == 0)
            {
                _html.Text("p", "The audit rules found nothing.");
                return;
            }

            Filter(findings);
            foreach (ReportRule rule in findings.Rules)
            {
                Rule(rule);
            }
        }
    }

    private void FindingCount(long count, string badge, string figure, string one, string many)
    {
        using (_html.Start("span", ("class", "badge " + badge)))
        {
            Figure(count, "findings-" + figure);
            _html.Text(" " + (count == 1 ? one : many));
        }

        _html.Text(" ");
    }

    /// <summary>Hidden until the script shows it: without a script everything is there.</summary>
    private void Filter(ReportFindings findings)
    {
        using (_html.Start("form", ("id", "filter"), ("hidden", null), ("aria-label", "Filter findings")))
        {
            using (_html.Start("fieldset"))
            {
                _html.Text("legend", "Severity");
                foreach (FindingSeverity severity in findings.Rules.Select(rule => rule.Severity).Distinct())
                {
                    using (_html.Start("label"))
                    {
                        _html.Empty("input", ("type", "checkbox"), ("value", severity.ToString()), ("checked", null));
                        _html.Text(severity.ToString());
                    }
                }
            }

            using (_html.Start("label"))
            {
                _html.Text("Category");
                using (_html.Start("select"))
                {
                    _html.Text("option", "All", ("value", ""));
                    foreach (AuditCategory category in findings.Rules.Select(rule => rule.Category).Distinct().Order())
                    {
                        _html.Text("option", ReportText.Category(category), ("value", category.ToString()));
                    }
                }
            }

            _html.Text("p", "", ("id", "filter-status"), ("role", "status"));
        }
    }

    private void Rule(ReportRule rule)
    {
        (string, string?)[] attributes =
        [
            ("class", "rule"),
            ("data-rule", rule.RuleName),
            ("data-severity", rule.Severity.ToString()),
            ("data-category", rule.Category.ToString()),
            ("data-count", rule.Count.ToString(CultureInfo.InvariantCulture)),
            .. rule.Severity == FindingSeverity.Error ? [("open", null)] : Array.Empty<(string, string?)>(),
        ];
        using (_html.Start("details", attributes))
        {
            using (_html.Start("summary"))
            {
                Badge(rule.Severity switch { FindingSeverity.Error => "bad", FindingSeverity.Warning => "warn", _ => "info" }, rule.Severity.ToString());
                _html.Text("h3", rule.RuleName);
                _html.Text("span", ReportText.Category(rule.Category), ("class", "muted"));
                _html.Text("span", ReportText.Number(rule.Count, "finding", "findings"), ("class", "count"));
            }

            Table("Findings of " + rule.RuleName, [rule.Findings[0].TargetType, "What was found", "What mends it"], rule.Findings, finding =>
            {
                RowHead(finding.Target);
                using (_html.Start("td", ("class", "text"), ("dir", "auto")))
                {
                    _html.Text(finding.Message);
                }

                using (_html.Start("td", ("class", "text")))
                {
                    _html.Text("code", finding.Recommendation);
                }
            }, firstNumber: 3);
            LeftOut(rule.LeftOut, $"findings of this rule: Invoke-PermAudit -Rule {rule.RuleName}");
        }
    }

    private void Coverage()
    {
        ReportCoverage coverage = _report.Coverage;
        using (Section("coverage", "Roles"))
        {
            using (_html.Start("p"))
            {
                Badge(coverage.PortalOwners switch { 0 => "bad", 1 => "warn", _ => "good" }, coverage.PortalOwners switch { 0 => "Missing", 1 => "Only one", _ => "OK" });
                _html.Text($" {ReportText.Owners(coverage)} {ReportText.Number(coverage.Champions, "active champion looks", "active champions look")} after departments and locations.");
            }

            using (_html.Start("div", ("class", "pair")))
            {
                Places("Departments", "department", coverage.Departments, coverage.DepartmentsLeftOut);
                Places("Locations", "location", coverage.Locations, coverage.LocationsLeftOut);
            }
        }
    }

    private void Places(string heading, string one, IReadOnlyList<ReportPlace> places, int leftOut)
    {
        string many = one + "s";
        using (_html.Start("div"))
        {
            _html.Text("h3", heading);
            _html.Text("p", ReportText.Covered(places, leftOut, one, many));
            if (places.Count == 0)
            {
                return;
            }

            Table("Champions by " + one, [heading[..^1], "Coverage", "Active users", "Champions"], places, place =>
            {
                RowHead(place.Name);
                using (_html.Start("td"))
                {
                    Badge(place.Champions > 0 ? "good" : "warn", place.Champions > 0 ? "Covered" : "No champion");
                }

                Number(place.ActiveUsers);
                Number(place.Champions);
            }, firstNumber: 2);
            LeftOut(leftOut, many);
        }
    }

    private void WaitingRoom()
    {
        ReportBacklog backlog = _report.WaitingRoom;
        using (Section("waiting-room", "Waiting room"))
        {
            if (backlog.OldestAt is not { } oldest)
            {
                _html.Text("p", "Nothing waits for an auditor.");
                return;
            }

            using (_html.Start("p"))
            {
                Badge(backlog.Stale > 0 ? "warn" : "good", backlog.Stale > 0 ? $"{ReportText.Number(backlog.Stale)} stale" : "OK");
                _html.Text($" {ReportText.Number(_report.Store.PendingRequests, "request waits", "requests wait")} for an auditor, {ReportText.Number(backlog.Stale)} of them for {ReportText.Number(backlog.PendingForDays, "day", "days")} or longer. The oldest is {ReportText.Days(oldest, _report.GeneratedAt)} old.");
            }

            long[] byAge = [.. backlog.Ages.Select((_, age) => backlog.Kinds.Sum(kind => kind.Counts[age]))];
            long most = Math.Max(1, byAge.Max());
            Table("Waiting requests by age", ["Age", "Requests", .. backlog.Kinds.Select(kind => kind.Kind.ToString()), "All"], Enumerable.Range(0, byAge.Length), age =>
            {
                _html.Text("th", backlog.Ages[age], ("scope", "row"));
                using (_html.Start("td", ("class", "chart")))
                {
                    Bar("bar", $"{ReportText.Number(byAge[age])} requests", [("plain", 100d * byAge[age] / most)]);
                }

                foreach (ReportBacklogKind kind in backlog.Kinds)
                {
                    Number(kind.Counts[age]);
                }

                Number(byAge[age]);
            }, firstNumber: 2);
        }
    }

    private void Inactivity()
    {
        ReportInactivity inactivity = _report.Inactivity;
        using (Section("inactivity", "Inactive people"))
        {
            using (_html.Start("p"))
            {
                Figure(inactivity.NotSeen, "not-seen");
                _html.Text(inactivity.NotSeen == 1 ? " active user was" : " active users were");
                _html.Text($" not seen for {ReportText.Number(inactivity.NotSeenForDays, "day", "days")} or longer, ");
                Figure(inactivity.NeverSignedIn, "never-signed-in");
                _html.Text(" never signed in on an account that old. ");
                Figure(inactivity.Deactivated, "deactivated");
                _html.Text(inactivity.Deactivated == 1 ? " user is deactivated and occupies no seat." : " users are deactivated and occupy no seat.");
            }

            if (inactivity.Profiles.Count == 0)
            {
                return;
            }

            using (_html.Start("div", ("class", "pair")))
            {
                Idle("Profile", inactivity.Profiles, inactivity.ProfilesLeftOut);
                Idle("Department", inactivity.Departments, inactivity.DepartmentsLeftOut);
            }

            if (inactivity.LongestNotSeen.Count == 0)
            {
                return;
            }

            _html.Text("h3", "Not seen for the longest time");
            Table("Active users not seen for the longest time", ["Name", "User name", "Profile", "Department", "Last signed in"], inactivity.LongestNotSeen, person =>
            {
                RowHead(person.DisplayName);
                Cell(person.UserName);
                Cell(person.ProfileName);
                Cell(person.Department ?? "");
                NumberText(ReportText.Date(person.LastLoginAt));
            }, firstNumber: 4);
            LeftOut(inactivity.NotSeen - inactivity.LongestNotSeen.Count, $"active users were not seen: Get-PermUser -Active -NotSeenFor {inactivity.NotSeenForDays}");
        }
    }

    private void Cell(string name)
    {
        using (_html.Start("td", ("class", "text")))
        {
            _html.Name(name);
        }
    }

    private void Idle(string what, IReadOnlyList<ReportIdle> idle, int leftOut)
    {
        using (_html.Start("div"))
        {
            _html.Text("h3", $"By {what.ToLowerInvariant()}");
            Table($"Unused seats by {what.ToLowerInvariant()}", [what, "Share of its seats", "Not seen", "Never", "Active"], idle, row =>
            {
                RowHead(row.Name ?? "(none)");
                using (_html.Start("td", ("class", "chart")))
                {
                    double share = ReportText.Share(row.Idle, row.Active);
                    Bar("bar", $"{ReportText.Percent(share)} unused", [("plain", share)]);
                }

                Number(row.NotSeen);
                Number(row.NeverSignedIn);
                Number(row.Active);
            }, firstNumber: 2);
            LeftOut(leftOut, $"{what.ToLowerInvariant()}s with unused seats");
        }
    }

    private void Matrix()
    {
        using (Section("rights", "Rights matrix"))
        {
            if (_report.Rights.Count == 0)
            {
                _html.Text("p", "No profile holds a right.");
                return;
            }

            _html.Text("p", $"\u25CF granted, \u25CB included by another right. {ReportText.Number(_report.RightsHeldByNone, "right", "rights")} of the catalogue that no profile holds {(_report.RightsHeldByNone == 1 ? "is" : "are")} left out.");
            MatrixColumn[] columns = [.. _report.Profiles.OrderByDescending(profile => profile.Tier).ThenByDescending(profile => profile.Active).Take(MaxColumns).Select(profile => new MatrixColumn(profile))];
            using (_html.Start("div", ("class", "scroll matrix"), ("role", "region"), ("aria-label", "Rights of each profile"), ("tabindex", "0")))
            using (_html.Start("table"))
            {
                _html.Text("caption", "Rights of each profile");
                using (_html.Start("thead"))
                using (_html.Start("tr"))
                {
                    _html.Text("th", "Right", ("scope", "col"));
                    _html.Text("th", "Tier", ("scope", "col"));
                    foreach (MatrixColumn column in columns)
                    {
                        using (_html.Start("th", ("scope", "col")))
                        {
                            _html.Text("span", column.Name, ("dir", "auto"));
                        }
                    }
                }

                foreach (IGrouping<string, ReportRight> solution in _report.Rights.GroupBy(right => right.Solution, StringComparer.Ordinal))
                {
                    MatrixGroup(solution, columns);
                }
            }

            LeftOut(_report.Profiles.Count - columns.Length, "profiles are in the JSON form of this report");
        }
    }

    private void MatrixGroup(IGrouping<string, ReportRight> solution, MatrixColumn[] columns)
    {
        using (_html.Start("tbody"))
        {
            using (_html.Start("tr"))
            {
                _html.Text("th", solution.Key, ("scope", "rowgroup"), ("colspan", (columns.Length + 2).ToString(CultureInfo.InvariantCulture)));
            }

            foreach (ReportRight right in solution)
            {
                using (_html.Start("tr"))
                {
                    _html.Text("th", right.Name, ("scope", "row"), ("title", right.Key));
                    _html.Text("td", right.Tier.ToString());
                    foreach (MatrixColumn column in columns)
                    {
                        _html.Text("td", column.Sign(right.Key));
                    }
                }
            }
        }
    }
}
