using System.Globalization;
using System.Text;

namespace PermModule.Reporting;

/// <summary>Writes the main figures of a report as plain text of at most 80 columns, for mail and logs.</summary>
internal static class PlainReport
{
    private const int Width = 80;

    public static void Write(ReportModel report, TextWriter text)
    {
        Wrap(text, report.Title, "");
        text.WriteLine(new string('=', Math.Min(Width, Columns(report.Title))));
        Wrap(text, $"Store {report.Store.Name}, {ReportText.Time(report.GeneratedAt)}. {ReportText.Number(report.Store.ActiveUsers)} of {ReportText.Number(report.Store.Users, "user", "users")} active.", "");
        Lines(text, ReportText.Decisions, report.Summary.Decisions);
        Lines(text, ReportText.Changes, report.Summary.Changes);
        Lines(text, ReportText.Actions, report.Summary.Actions.Select(action => ReportText.Action(action, report.Contract.Currency)));
        text.WriteLine();
        text.WriteLine("Seats");
        foreach (SeatUsage tier in report.Tiers)
        {
            text.WriteLine($"  {tier.Tier,-8} {ReportText.Number(tier.Active),9} of {ReportText.Limit(tier.Limit),-9} {ReportText.Status(tier)}");
        }

        text.WriteLine();
        text.WriteLine($"Findings: {Totals(report)}");
        foreach (ReportRule rule in report.Findings.Rules)
        {
            text.WriteLine($"  {rule.Severity}: {rule.RuleName} ({ReportText.Number(rule.Count)})");
            foreach (ReportFindingGroup group in rule.Groups)
            {
                Wrap(text, FindingSentences.Tell(group), "    ");
            }
        }

        text.WriteLine();
        text.WriteLine(Waiting(report));
        ReportInactivity idle = report.Inactivity;
        Wrap(text, $"Not seen for {ReportText.Number(idle.NotSeenForDays, "day", "days")} or longer: {ReportText.Number(idle.NotSeen)} active. Never signed in: {ReportText.Number(idle.NeverSignedIn)}.", "");
    }

    /// <summary>How many findings of each severity.</summary>
    public static string Totals(ReportModel report) =>
        $"{ReportText.Number(report.Findings.Errors, "error", "errors")}, {ReportText.Number(report.Findings.Warnings, "warning", "warnings")}, {ReportText.Number(report.Findings.Information, "note", "notes")}";

    /// <summary>How much waits for an auditor.</summary>
    public static string Waiting(ReportModel report) => report.WaitingRoom.OldestAt is { } oldest
        ? $"Waiting room: {ReportText.Number(report.WaitingRoom.Kinds.Sum(kind => kind.Total), "request", "requests")}, the oldest {ReportText.Days(oldest, report.GeneratedAt)} old."
        : "Waiting room: nothing waits for an auditor.";

    private static void Lines(TextWriter text, string heading, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length > 0)
        {
            text.WriteLine();
            text.WriteLine(heading);
            foreach (string line in all)
            {
                Wrap(text, "- " + line, "  ", hanging: 2);
            }
        }
    }

    private static void Wrap(TextWriter text, string sentence, string indent, int hanging = 0)
    {
        string next = new(' ', hanging);
        string line = "";
        foreach (string word in sentence.Split(' '))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && indent.Length + Columns(longer) > Width)
            {
                text.WriteLine(indent + line);
                longer = next + word;
            }

            // A word can be longer than a line, and some scripts write no blanks.
            for (line = longer; indent.Length + Columns(line) > Width;)
            {
                int end = Fitting(line, Width - indent.Length);
                text.WriteLine(indent + line[..end]);
                line = next + line[end..];
            }
        }

        text.WriteLine(indent + line);
    }

    /// <summary>How much of a text fits, cut between what people see as characters.</summary>
    private static int Fitting(string text, int columns)
    {
        int end = 0;
        for (int next = 0; next < text.Length && Columns(text[..(next += StringInfo.GetNextTextElementLength(text, next))]) <= columns;)
        {
            end = next;
        }

        return end;
    }

    /// <summary>How many columns a text takes: a character of East Asia, or a picture, takes two.</summary>
    private static int Columns(string text)
    {
        int columns = 0;
        for (int at = 0; at < text.Length; at += StringInfo.GetNextTextElementLength(text, at))
        {
            columns += IsWide(Rune.TryGetRuneAt(text, at, out Rune first) ? first.Value : 0) ? 2 : 1;
        }

        return columns;
    }

    private static bool IsWide(int rune) => rune is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
