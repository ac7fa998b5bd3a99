namespace PermModule.Reporting;

/// <summary>Writes the main figures of a report as plain text of at most 80 columns, for mail and logs.</summary>
internal static class PlainReport
{
    private const int Width = 80;

    /// <summary>How many findings of a rule are named.</summary>
    private const int MaxFindings = 3;

    public static void Write(ReportModel report, TextWriter text)
    {
        text.WriteLine(report.Title);
        text.WriteLine(new string('=', Math.Min(Width, report.Title.Length)));
        Wrap(text, $"Store {report.Store.Name}, {ReportText.Time(report.GeneratedAt)}. {ReportText.Number(report.Store.ActiveUsers)} of {ReportText.Number(report.Store.Users, "user", "users")} active.", "");
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
            foreach (ReportFinding finding in rule.Findings.Take(MaxFindings))
            {
                Wrap(text, finding.Message, "    ");
            }

            if (rule.Count > MaxFindings)
            {
                text.WriteLine($"    {ReportText.Number(rule.Count - MaxFindings)} more.");
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

    private static void Wrap(TextWriter text, string sentence, string indent)
    {
        string line = "";
        foreach (string word in sentence.Split(' '))
        {
            if (line.Length > 0 && indent.Length + line.Length + 1 + word.Length > Width)
            {
                text.WriteLine(indent + line);
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        text.WriteLine(indent + line);
    }
}
