using System.Text;
using System.Text.RegularExpressions;

namespace PermModule.Reporting;

/// <summary>Writes Markdown: paragraphs, lists and tables, and text from a store so that it becomes no markup.</summary>
internal sealed partial class MarkdownWriter(TextWriter output)
{
    /// <summary>How many rows a table has, and columns where they are many.</summary>
    public const int MaxRows = 30;

    private const int BarWidth = 20;

    /// <summary>The text as it is to be read, whatever it holds.</summary>
    public static string Escape(string text)
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
    public static string Code(string text)
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

    public static string Bar(double percent)
    {
        int filled = (int)Math.Round(Math.Clamp(percent, 0, 100) * BarWidth / 100);
        return new string('\u2588', filled) + new string('\u2591', BarWidth - filled);
    }

    public void Line(string text = "") => output.WriteLine(text);

    public void Heading(string text)
    {
        output.WriteLine();
        output.WriteLine("## " + text);
    }

    public void Paragraph(string text)
    {
        output.WriteLine();
        output.WriteLine(text);
    }

    /// <summary>A table; a column name that starts with <c>#</c> holds numbers.</summary>
    public void Table<T>(string[] columns, IReadOnlyCollection<T> items, Func<T, string[]> row, int limit = MaxRows)
    {
        output.WriteLine();
        output.WriteLine($"| {string.Join(" | ", columns.Select(column => column.TrimStart('#')))} |");
        output.WriteLine($"| {string.Join(" | ", columns.Select(column => column.StartsWith('#') ? "---:" : "---"))} |");
        foreach (T item in items.Take(limit))
        {
            output.WriteLine($"| {string.Join(" | ", row(item))} |");
        }

        LeftOut(items.Count - limit);
    }

    public void LeftOut(long count)
    {
        if (count > 0)
        {
            Paragraph($"{ReportText.Number(count)} more.");
        }
    }

    public void Lines(string heading, IEnumerable<string> lines, string none)
    {
        Heading(heading);
        output.WriteLine();
        string[] all = [.. lines.Select(line => "- " + line)];
        foreach (string line in all.Length == 0 ? [none] : all)
        {
            output.WriteLine(line);
        }
    }

    [GeneratedRegex(@"(?<!\w)(?:@|\\#|GH-|https?(?=:)|ftp(?=:)|www(?=\.))(?=\S)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
