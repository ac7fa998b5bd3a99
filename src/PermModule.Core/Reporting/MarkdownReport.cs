namespace PermModule.Reporting;

/// <summary>Writes a report for pull requests and tickets. Nothing from the store becomes markup, a mention or a link.</summary>
internal sealed class MarkdownReport
{
    private readonly ReportModel _report;
    private readonly MarkdownWriter _markdown;

    private MarkdownReport(ReportModel report, TextWriter text)
    {
        _report = report;
        _markdown = new MarkdownWriter(text);
    }

    public static void Write(ReportModel report, TextWriter text) => new MarkdownReport(report, text).Write();

    private void Write()
    {
        _markdown.Line($"# {MarkdownWriter.Escape(_report.Title)}");
        _markdown.Line();
        _markdown.Line($"Store {MarkdownWriter.Escape(_report.Store.Name)}, {ReportText.Time(_report.GeneratedAt)}. {ReportText.Number(_report.Store.ActiveUsers)} of {ReportText.Number(_report.Store.Users, "user", "users")} active, {ReportText.Number(_report.Store.Profiles, "profile", "profiles")}, {ReportText.Number(_report.Findings.Errors, "error", "errors")}, {ReportText.Number(_report.Findings.Warnings, "warning", "warnings")}.");
        Summary();
        Seats();
        Privileges();
        Movements();
        Findings();
        Coverage();
        WaitingRoom();
        Inactivity();
        Matrix();
        _markdown.Line();
        _markdown.Line($"Written by PermModule {_report.ModuleVersion}.");
    }

    private void Summary()
    {
        ReportSummary summary = _report.Summary;
        _markdown.Lines(ReportText.Decisions, summary.Decisions.Select(MarkdownWriter.Escape), ReportText.NoDecisions);
        _markdown.Lines(ReportText.Changes, summary.Changes.Select(MarkdownWriter.Escape), ReportText.NoChanges);
        _markdown.Lines(ReportText.Actions, summary.Actions.Select(action => MarkdownWriter.Escape(ReportText.Action(action, _report.Contract.Currency)) + (_report.WriteStep is null ? "" : " " + MarkdownWriter.Code(action.Step))), ReportText.NoActions);
    }

    private void Privileges()
    {
        ReportPrivileges privileges = _report.Privileges;
        _markdown.Lines(
            "Privileged rights",
            privileges.Changes.Select(change => MarkdownWriter.Escape($"{ReportText.Time(change.At)}: {change.Actor} {change.Text}.")),
            $"Nobody changed privileged rights in {ReportText.Number(privileges.Days, "day", "days")}.");
        _markdown.LeftOut(privileges.Count - privileges.Changes.Count);
    }

    private void Seats()
    {
        _markdown.Heading("Seats");
        _markdown.Table(["Tier", "Use", "#Active", "#Limit", "#Free", "#Inactive", "Status"], _report.Tiers, tier =>
        [
            tier.Tier.ToString(),
            tier.UsedPercent is { } used ? $"{MarkdownWriter.Bar(used)} {ReportText.Percent(used)}" : "",
            ReportText.Number(tier.Active),
            ReportText.Limit(tier.Limit),
            tier.Available is { } free ? ReportText.Number(free) : "",
            ReportText.Number(tier.Inactive),
            ReportText.Status(tier),
        ]);
        foreach (ReportSeatHistory history in _report.SeatHistory)
        {
            _markdown.Paragraph($"{history.Tier} {ReportText.Forecast(history.Forecast)}");
        }

        _markdown.Table(["Profile", "Tier", "#Active", "#Inactive", "#Rights"], _report.Profiles, profile =>
        [
            MarkdownWriter.Escape(profile.Name),
            profile.Tier.ToString(),
            ReportText.Number(profile.Active),
            ReportText.Number(profile.Inactive),
            ReportText.Number(profile.Rights.Count),
        ]);
    }

    private void Movements()
    {
        if (_report.Comparison is not { } comparison)
        {
            return;
        }

        _markdown.Heading($"Movements since {ReportText.Time(comparison.EarlierAt)}");
        if (!comparison.IsSameStore)
        {
            _markdown.Paragraph("The earlier report is of **another store**, so differences may mean nothing.");
        }

        _markdown.Table(["Tier", "#Then", "#Now", "#Change", "#Limit then", "#Limit now"], comparison.Tiers, tier =>
        [
            tier.Tier.ToString(),
            ReportText.Number(tier.ActiveBefore),
            ReportText.Number(tier.ActiveAfter),
            ReportText.Signed(tier.Change),
            ReportText.Limit(tier.LimitBefore),
            ReportText.Limit(tier.LimitAfter),
        ]);
        if (comparison.Profiles.Count > 0)
        {
            _markdown.Table(["Profile", "Tier then", "Tier now", "#Then", "#Now"], comparison.Profiles, profile =>
            [
                MarkdownWriter.Escape(profile.Name),
                profile.TierBefore?.ToString() ?? "new",
                profile.TierAfter?.ToString() ?? "gone",
                profile.ActiveBefore is { } before ? ReportText.Number(before) : "",
                profile.ActiveAfter is { } after ? ReportText.Number(after) : "",
            ]);
        }

        if (comparison.Rules.Count > 0)
        {
            _markdown.Table(["Rule", "#Then", "#Now", "#Change"], comparison.Rules, rule =>
            [
                MarkdownWriter.Escape(rule.RuleName),
                ReportText.Number(rule.CountBefore),
                ReportText.Number(rule.CountAfter),
                ReportText.Signed(rule.Change),
            ]);
        }
    }

    private void Findings()
    {
        _markdown.Heading("Findings");
        if (_report.Findings.Rules.Count == 0)
        {
            _markdown.Paragraph(ReportText.NoFindings);
            return;
        }

        _markdown.Table(["Severity", "Category", "Rule", "#Findings"], _report.Findings.Rules, rule =>
        [
            rule.Severity.ToString(),
            ReportText.Category(rule.Category),
            rule.RuleName,
            ReportText.Number(rule.Count),
        ]);
        foreach (ReportRule rule in _report.Findings.Rules)
        {
            _markdown.Line();
            _markdown.Line($"### {rule.Severity}: {rule.RuleName}");
            foreach (ReportFindingGroup group in rule.Groups)
            {
                _markdown.Paragraph(MarkdownWriter.Escape(FindingSentences.Tell(group)));
            }

            _markdown.Paragraph(MarkdownWriter.Escape(rule.Recommendation));
            _markdown.Line();
            foreach (ReportFinding finding in rule.Named)
            {
                _markdown.Line($"- {MarkdownWriter.Escape(finding.Message)} {(_report.WriteStep is null ? MarkdownWriter.Escape(finding.Recommendation) : $"Fix it with {MarkdownWriter.Code(finding.Recommendation)}")}");
            }

            _markdown.LeftOut(rule.NotNamed);
        }
    }

    private void Coverage()
    {
        ReportCoverage coverage = _report.Coverage;
        _markdown.Heading("Roles");
        _markdown.Paragraph($"{ReportText.Owners(coverage)} {ReportText.Number(coverage.Champions, "active champion", "active champions")}.");
        Places("department", coverage.Departments, coverage.DepartmentsLeftOut);
        Places("location", coverage.Locations, coverage.LocationsLeftOut);
    }

    private void Places(string one, IReadOnlyList<ReportPlace> places, int leftOut)
    {
        _markdown.Paragraph(ReportText.Covered(places, leftOut, one, one + "s"));
        ReportPlace[] uncovered = [.. places.Where(place => place.Champions == 0)];
        if (uncovered.Length > 0)
        {
            _markdown.Table([$"No champion in {one}", "#Active users"], uncovered, place => [MarkdownWriter.Escape(place.Name), ReportText.Number(place.ActiveUsers)]);
        }
    }

    private void WaitingRoom()
    {
        ReportBacklog backlog = _report.WaitingRoom;
        _markdown.Heading("Waiting room");
        if (backlog.OldestAt is not { } oldest)
        {
            _markdown.Paragraph(ReportText.NothingWaits);
            return;
        }

        _markdown.Paragraph($"{ReportText.Number(backlog.Stale, "request waits", "requests wait")} for {ReportText.Number(backlog.PendingForDays, "day", "days")} or longer. The oldest is {ReportText.Days(oldest, _report.GeneratedAt)} old.");
        _markdown.Table(["Kind", .. backlog.Ages.Select(age => "#" + age), "#All"], backlog.Kinds, kind => [kind.Kind.ToString(), .. kind.Counts.Select(ReportText.Number), ReportText.Number(kind.Total)]);
    }

    private void Inactivity()
    {
        ReportInactivity inactivity = _report.Inactivity;
        _markdown.Heading("Inactive people");
        _markdown.Paragraph($"Not seen for {ReportText.Number(inactivity.NotSeenForDays, "day", "days")} or longer: {ReportText.Number(inactivity.NotSeen)} active. Never signed in: {ReportText.Number(inactivity.NeverSignedIn)} active. Deactivated: {ReportText.Number(inactivity.Deactivated)}.");
        if (inactivity.Profiles.Count > 0)
        {
            _markdown.Table(["Profile", "#Not seen", "#Never signed in", "#Active"], inactivity.Profiles, Idle);
            _markdown.LeftOut(inactivity.ProfilesLeftOut);
            _markdown.Table(["Department", "#Not seen", "#Never signed in", "#Active"], inactivity.Departments, Idle);
            _markdown.LeftOut(inactivity.DepartmentsLeftOut);
        }
    }

    private static string[] Idle(ReportIdle idle) =>
    [
        MarkdownWriter.Escape(idle.Name ?? ReportText.NoName),
        ReportText.Number(idle.NotSeen),
        ReportText.Number(idle.NeverSignedIn),
        ReportText.Number(idle.Active),
    ];

    private void Matrix()
    {
        _markdown.Heading("Rights matrix");
        if (_report.Rights.Count == 0)
        {
            _markdown.Paragraph(ReportText.NoRights);
            return;
        }

        MatrixColumn[] columns = [.. _report.Profiles.Take(MarkdownWriter.MaxRows).Select(profile => new MatrixColumn(profile))];
        _markdown.Paragraph("<details><summary>\u25CF granted, \u25CB included by another right</summary>");
        _markdown.Table(["Right", "Tier", .. columns.Select(column => MarkdownWriter.Escape(column.Name))], _report.Rights, right => [MarkdownWriter.Escape(right.Key), right.Tier.ToString(), .. columns.Select(column => column.Sign(right.Key))], int.MaxValue);
        _markdown.Paragraph("</details>");
        _markdown.LeftOut(_report.Profiles.Count - columns.Length);
    }
}
