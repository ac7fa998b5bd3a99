namespace PermModule.Reporting;

/// <summary>Writes the main figures of a report as plain text of at most 80 columns, for mail and logs.</summary>
internal static class PlainReport
{
    private const int Width = 80;

    public static void Write(ReportModel report, TextWriter text)
    {
        text.WriteLine(report.Title);
        text.WriteLine(new string('=', Math.Min(Width, report.Title.Length)));
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
        string line = "";
        foreach (string word in sentence.Split(' '))
        {
            if (line.Length > 0 && indent.Length + line.Length + 1 + word.Length > Width)
            {
                text.WriteLine(indent + line);
                line = new string(' ', hanging) + word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        text.WriteLine(indent + line);
    }
}
