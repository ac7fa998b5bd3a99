using System.Globalization;
using System.Text.RegularExpressions;

namespace PermModule.Reporting;

/// <summary>The pieces that the sections of a page are made of.</summary>
internal sealed partial class HtmlPage(HtmlWriter html, Func<RecommendedStep, string>? writeStep)
{
    public HtmlWriter Html { get; } = html;

    /// <summary>A number as an attribute has it.</summary>
    public static string Invariant(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A number that programs find under a name.</summary>
    public void Figure(long value, string figure) =>
        Html.Text("data", ReportText.Number(value), ("value", value.ToString(CultureInfo.InvariantCulture)), ("data-figure", figure));

    public void Time(DateTimeOffset time) =>
        Html.Text("time", ReportText.Time(time), ("datetime", time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));

    public void Badge(string kind, string text) => Html.Text("span", text, ("class", "badge " + kind));

    public void LeftOut(long count, string where, RecommendedStep? step = null)
    {
        if (count <= 0)
        {
            return;
        }

        using (Html.Start("p", ("class", "note")))
        {
            Html.Text(ReportText.LeftOut(count, where) + " ");
            if (step is not null)
            {
                Step(writeStep?.Invoke(step) ?? step.ToString());
            }
        }
    }

    /// <summary>A table in a box that scrolls sideways where it does not fit; the box can be reached by keyboard for that.</summary>
    public void Table<T>(string caption, ReadOnlySpan<string> columns, IEnumerable<T> items, Action<T> cells, int firstNumber = 1, Func<T, (string, string?)[]>? attributes = null)
    {
        using (Html.Start("div", ("class", "scroll"), ("role", "region"), ("aria-label", caption), ("tabindex", "0")))
        using (Html.Start("table"))
        {
            Html.Text("caption", caption);
            using (Html.Start("thead"))
            using (Html.Start("tr"))
            {
                for (int i = 0; i < columns.Length; i++)
                {
                    Html.Text("th", columns[i], i >= firstNumber ? [("scope", "col"), ("class", "number")] : [("scope", "col")]);
                }
            }

            using (Html.Start("tbody"))
            {
                foreach (T item in items)
                {
                    using (Html.Start("tr", attributes?.Invoke(item) ?? []))
                    {
                        cells(item);
                    }
                }
            }
        }
    }

    public void RowHead(string name)
    {
        using (Html.Start("th", ("scope", "row")))
        {
            Html.Name(name);
        }
    }

    public void Number(long value, string? figure = null)
    {
        using (Html.Start("td", ("class", "number")))
        {
            if (figure is null)
            {
                Html.Text(ReportText.Number(value));
            }
            else
            {
                Figure(value, figure);
            }
        }
    }

    public void NumberText(string text) => Html.Text("td", text, ("class", "number"));

    /// <summary>A bar of parts on a track, all in percent of its width.</summary>
    public void Bar(string classes, string text, ReadOnlySpan<(string Class, double Width)> parts, double? mark = null)
    {
        using (Html.Start("svg", ("class", classes), ("viewBox", "0 0 100 10"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", text)))
        {
            Html.Empty("rect", ("class", "track"), ("width", "100"), ("height", "10"));
            double x = 0;
            foreach ((string part, double width) in parts)
            {
                if (width > 0)
                {
                    Html.Empty("rect", ("class", part), ("x", Invariant(x)), ("width", Invariant(Math.Max(width, 0.5))), ("height", "10"));
                    x += width;
                }
            }

            if (mark is { } at)
            {
                Html.Empty("line", ("class", "mark"), ("x1", Invariant(at)), ("x2", Invariant(at)), ("y1", "0"), ("y2", "10"));
            }
        }
    }

    /// <summary>A difference with the direction it goes.</summary>
    public void Moved(long change, bool isJudged) =>
        Html.Text("span", change switch { > 0 => "\u25B2 ", < 0 => "\u25BC ", _ => "" } + (change == 0 ? "unchanged" : ReportText.Signed(change)), ("class", Judged(change, isJudged)));

    /// <summary>A difference in a cell.</summary>
    public void Change(long change, bool isJudged = false)
    {
        using (Html.Start("td", ("class", "number")))
        {
            Html.Text("span", ReportText.Signed(change), ("class", Judged(change, isJudged)));
        }
    }

    public void Severity(ReportRule rule) =>
        Badge(rule.Severity switch { FindingSeverity.Error => "bad", FindingSeverity.Warning => "warn", _ => "info" }, rule.Severity == FindingSeverity.Information ? "To know" : rule.Severity.ToString());

    /// <summary>A sentence whose days stay on one line.</summary>
    public void Sentence(string text)
    {
        int written = 0;
        foreach (ValueMatch day in Day().EnumerateMatches(text))
        {
            Html.Text(text[written..day.Index]);
            Html.Text("time", text.Substring(day.Index, day.Length));
            written = day.Index + day.Length;
        }

        Html.Text(text[written..]);
    }

    /// <summary>More findings are worse, while more seats in use are neither good nor bad.</summary>
    private static string Judged(long change, bool isJudged) => change switch { 0 => "muted", _ when !isJudged => "moved", > 0 => "worse", _ => "better" };

    /// <summary>A step as the model says it: a command that can be copied, or a sentence.</summary>
    private void Step(string step)
    {
        if (writeStep is null)
        {
            Html.Text(step);
        }
        else
        {
            Html.Text("code", step);
        }
    }

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Day();
}
