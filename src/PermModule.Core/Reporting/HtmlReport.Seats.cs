namespace PermModule.Reporting;

/// <content>The seats, and how they moved since an earlier report.</content>
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

            History();
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
}
