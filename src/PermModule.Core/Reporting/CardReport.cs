using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace PermModule.Reporting;

/// <summary>Writes the main figures of a report as an Adaptive Card, the form in which chats show messages of programs. Chats refuse large ones, so it stays small.</summary>
internal static class CardReport
{
    /// <summary>How many rules the card names.</summary>
    private const int MaxRules = 10;

    private const int MaxDecisions = 3;

    private const int MaxTitle = 200;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void Write(ReportModel report, Stream output)
    {
        using Utf8JsonWriter json = new(output, Options);
        json.WriteStartObject();
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        json.WriteString("version", "1.4");
        json.WriteStartArray("body");
        Text(json, TextRules.Start(report.Title, MaxTitle), isHeading: true);
        Text(json, $"{report.Store.Name}, {ReportText.Time(report.GeneratedAt)}", isHeading: false);
        foreach (string decision in report.Summary.Decisions.Take(MaxDecisions))
        {
            Text(json, TextRules.Start(decision, MaxTitle), isHeading: false);
        }

        Facts(json, report.Tiers.Select(tier => ($"{tier.Tier} seats", $"{ReportText.Number(tier.Active)} of {ReportText.Limit(tier.Limit)}, {ReportText.Status(tier)}")));
        Text(json, $"Findings: {PlainReport.Totals(report)}", isHeading: false);
        Facts(json, report.Findings.Rules.Take(MaxRules).Select(rule => (rule.RuleName, $"{ReportText.Number(rule.Count)} ({rule.Severity})")));
        Text(json, PlainReport.Waiting(report), isHeading: false);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string text, bool isHeading)
    {
        json.WriteStartObject();
        json.WriteString("type", "TextBlock");
        json.WriteString("text", Escape(text));
        json.WriteBoolean("wrap", value: true);
        if (isHeading)
        {
            json.WriteString("size", "Large");
            json.WriteString("weight", "Bolder");
        }

        json.WriteEndObject();
    }

    private static void Facts(Utf8JsonWriter json, IEnumerable<(string Title, string Value)> facts)
    {
        json.WriteStartObject();
        json.WriteString("type", "FactSet");
        json.WriteStartArray("facts");
        foreach ((string title, string value) in facts)
        {
            json.WriteStartObject();
            json.WriteString("title", title);
            json.WriteString("value", Escape(value));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The texts of a card are Markdown: a name must not become a link or a mention.</summary>
    private static string Escape(string text)
    {
        System.Text.StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            if (c is '\\' or '*' or '_' or '[' or ']' or '<' or '>' or '`' or '#' or '~')
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
