using System.Text;
using System.Text.RegularExpressions;

namespace PermModule.Reporting;

/// <summary>Writes a report for pull requests and tickets. Nothing from the store becomes markup, a mention or a link.</summary>
internal sealed partial class MarkdownReport
{
    private const int MaxFindings = 10;

    private const int MaxRows = 30;

    private const int BarWidth = 20;

    private readonly ReportModel _report;
    private readonly TextWriter _text;

    private MarkdownReport(ReportModel report, TextWriter text)
    {
        _report = report;
        _text = text;
    }

    public static void Write(ReportModel report, TextWriter text) => new MarkdownReport(report, text).Write();

    /// <summary>The text as it is to be read, whatever it holds.</summary>
    internal static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length + 8);
        foreach (char c in text)
        {
            switch (c)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '(' or ')' or '#' or '!' or '|' or '~' or '$':
                    escaped.Append('\\').Append(c);
                    break;
                default:
                    escaped.Append(char.IsControl(c) ? ' ' : c);
                    break;
            }
        }

        // An empty comment keeps forges from reading a mention, a ticket number or an address.
        return Reference().Replace(escaped.ToString(), "$0<!-- -->");
    }

    /// <summary>The text as code, fenced by more backticks than it holds in a row.</summary>
    internal static string Code(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        int longest = 0;
        int run = 0;
        foreach (char c in line)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        string fence = new('`', longest + 1);
        string space = longest > 0 ? " " : "";
        return fence + space + line + space + fence;
    }

    [GeneratedRegex(@"(?<!\w)(?:@|\\#|GH-|https?(?=:)|ftp(?=:)|www(?=\.))(?=\S)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    private void Write()
    {
        _text.WriteLine($"# {Escape(_report.Title)}");
        _text.WriteLine();
        _text.WriteLine($"Store {Escape(_report.Store.Name)}, {ReportText.Time(_report.GeneratedAt)}. {ReportText.Number(_report.Store.ActiveUsers)} of {ReportText.Number(_report.Store.Users, "user", "users")} active, {ReportText.Number(_report.Store.Profiles, "profile", "profiles")}, {ReportText.Number(_report.Findings.Errors, "error", "errors")}, {ReportText.Number(_report.Findings.Warnings, "warning", "warnings")}.");
        Seats();
        Movements();
        Findings();
        Coverage();
        WaitingRoom();
        Inactivity();
        Matrix();
        _text.WriteLine();
        _text.WriteLine($"Written by PermModule {_report.ModuleVersion}.");
    }

    private void Heading(string text)
    {
        _text.WriteLine();
        _text.WriteLine("## " + text);
    }

    private void Paragraph(string text)
    {
        _text.WriteLine();
        _text.WriteLine(text);
    }

    /// <summary>A table; a column name that starts with <c>#</c> holds numbers.</summary>
    private void Table<T>(string[] columns, IReadOnlyCollection<T> items, Func<T, string[]> row, int limit = MaxRows)
    {
        _text.WriteLine();
        _text.WriteLine($"| {string.Join(" | ", columns.Select(column => column.TrimStart('#')))} |");
        _text.WriteLine($"| {string.Join(" | ", columns.Select(column => column.StartsWith('#') ? "---:" : "---"))} |");
        foreach (T item in items.Take(limit))
        {
            _text.WriteLine($"| {string.Join(" | ", row(item))} |");
        }

        LeftOut(items.Count - limit);
    }

    private void LeftOut(long count)
    {
        if (count > 0)
        {
            Paragraph($"{ReportText.Number(count)} more.");
        }
    }

    private static string Bar(double percent)
    {
        int filled = (int)Math.Round(Math.Clamp(percent, 0, 100) * BarWidth / 100);
        return new string('\u2588', filled) + new string('\u2591', BarWidth - filled);
    }

    private void Seats()
    {
        Heading("Seats");
        Table(["Tier", "Use", "#Active", "#Limit", "#Free", "#Inactive", "Status"], _report.Tiers, tier =>
        [
            tier.Tier.ToString(),
            tier.UsedPercent is { } used ? $"{Bar(used)} {ReportText.Percent(used)}" : "",
            ReportText.Number(tier.Active),
            ReportText.Limit(tier.Limit),
            tier.Available is { } free ? ReportText.Number(free) : "",
            ReportText.Number(tier.Inactive),
            ReportText.Status(tier),
        ]);
        foreach (ReportSeatHistory history in _report.SeatHistory)
        {
            Paragraph($"{history.Tier} {ReportText.Forecast(history.Forecast)}");
        }

        Table(["Profile", "Tier", "#Active", "#Inactive", "#Rights"], _report.Profiles, profile =>
        [
            Escape(profile.Name),
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

        Heading($"Movements since {ReportText.Time(comparison.EarlierAt)}");
        if (!comparison.IsSameStore)
        {
            Paragraph("The earlier report is of **another store**, so differences may mean nothing.");
        }

        Table(["Tier", "#Then", "#Now", "#Change", "#Limit then", "#Limit now"], comparison.Tiers, tier =>
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
            Table(["Profile", "Tier then", "Tier now", "#Then", "#Now"], comparison.Profiles, profile =>
            [
                Escape(profile.Name),
                profile.TierBefore?.ToString() ?? "new",
                profile.TierAfter?.ToString() ?? "gone",
                profile.ActiveBefore is { } before ? ReportText.Number(before) : "",
                profile.ActiveAfter is { } after ? ReportText.Number(after) : "",
            ]);
        }

        if (comparison.Rules.Count > 0)
        {
            Table(["Rule", "#Then", "#Now", "#Change"], comparison.Rules, rule =>
            [
                Escape(rule.RuleName),
                ReportText.Number(rule.CountBefore),
                ReportText.Number(rule.CountAfter),
                ReportText.Signed(rule.Change),
            ]);
        }
    }

    private void Findings()
    {
        Heading("Findings");
        if (_report.Findings.Rules.Count == 0)
        {
            Paragraph("The audit rules found nothing.");
            return;
        }

        Table(["Severity", "Category", "Rule", "#Findings"], _report.Findings.Rules, rule =>
        [
            rule.Severity.ToString(),
            ReportText.Category(rule.Category),
            rule.RuleName,
            ReportText.Number(rule.Count),
        ]);
        foreach (ReportRule rule in _report.Findings.Rules)
        {
            _text.WriteLine();
            _text.WriteLine($"### {rule.Severity}: {rule.RuleName}");
            _text.WriteLine();
            foreach (ReportFinding finding in rule.Findings.Take(MaxFindings))
            {
                _text.WriteLine($"- {Escape(finding.Message)} {(_report.WriteStep is null ? Escape(finding.Recommendation) : $"Fix it with {Code(finding.Recommendation)}")}");
            }

            LeftOut(rule.Count - MaxFindings);
        }
    }

    private void Coverage()
    {
        ReportCoverage coverage = _report.Coverage;
        Heading("Roles");
        Paragraph($"{ReportText.Owners(coverage)} {ReportText.Number(coverage.Champions, "active champion", "active champions")}.");
        Places("department", coverage.Departments, coverage.DepartmentsLeftOut);
        Places("location", coverage.Locations, coverage.LocationsLeftOut);
    }

    private void Places(string one, IReadOnlyList<ReportPlace> places, int leftOut)
    {
        Paragraph(ReportText.Covered(places, leftOut, one, one + "s"));
        ReportPlace[] uncovered = [.. places.Where(place => place.Champions == 0)];
        if (uncovered.Length > 0)
        {
            Table([$"No champion in {one}", "#Active users"], uncovered, place => [Escape(place.Name), ReportText.Number(place.ActiveUsers)]);
        }
    }

    private void WaitingRoom()
    {
        ReportBacklog backlog = _report.WaitingRoom;
        Heading("Waiting room");
        if (backlog.OldestAt is not { } oldest)
        {
            Paragraph("Nothing waits for an auditor.");
            return;
        }

        Paragraph($"{ReportText.Number(backlog.Stale, "request waits", "requests wait")} for {ReportText.Number(backlog.PendingForDays, "day", "days")} or longer. The oldest is {ReportText.Days(oldest, _report.GeneratedAt)} old.");
        Table(["Kind", .. backlog.Ages.Select(age => "#" + age), "#All"], backlog.Kinds, kind => [kind.Kind.ToString(), .. kind.Counts.Select(ReportText.Number), ReportText.Number(kind.Total)]);
    }

    private void Inactivity()
    {
        ReportInactivity inactivity = _report.Inactivity;
        Heading("Inactive people");
        Paragraph($"Not seen for {ReportText.Number(inactivity.NotSeenForDays, "day", "days")} or longer: {ReportText.Number(inactivity.NotSeen)} active. Never signed in: {ReportText.Number(inactivity.NeverSignedIn)} active. Deactivated: {ReportText.Number(inactivity.Deactivated)}.");
        if (inactivity.Profiles.Count > 0)
        {
            Table(["Profile", "#Not seen", "#Never signed in", "#Active"], inactivity.Profiles, Idle);
            LeftOut(inactivity.ProfilesLeftOut);
            Table(["Department", "#Not seen", "#Never signed in", "#Active"], inactivity.Departments, Idle);
            LeftOut(inactivity.DepartmentsLeftOut);
        }
    }

    private static string[] Idle(ReportIdle idle) =>
    [
        Escape(idle.Name ?? "(none)"),
        ReportText.Number(idle.NotSeen),
        ReportText.Number(idle.NeverSignedIn),
        ReportText.Number(idle.Active),
    ];

    private void Matrix()
    {
        Heading("Rights matrix");
        if (_report.Rights.Count == 0)
        {
            Paragraph("No profile holds a right.");
            return;
        }

        MatrixColumn[] columns = [.. _report.Profiles.Take(MaxRows).Select(profile => new MatrixColumn(profile))];
        Paragraph("<details><summary>\u25CF granted, \u25CB included by another right</summary>");
        Table(["Right", "Tier", .. columns.Select(column => Escape(column.Name))], _report.Rights, right => [Escape(right.Key), right.Tier.ToString(), .. columns.Select(column => column.Sign(right.Key))], int.MaxValue);
        Paragraph("</details>");
        LeftOut(_report.Profiles.Count - columns.Length);
    }
}
