using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PermModule.Reporting;

/// <summary>Writes a report as one page that needs nothing else: no network, and no script to be read.</summary>
internal sealed partial class HtmlReport
{
    /// <summary>How many profiles the matrix has columns for; a wider one nobody can read.</summary>
    private const int MaxColumns = 24;

    private const int MaxProfiles = 60;

    private static readonly string Style = Asset("report.css");
    private static readonly string Script = Asset("report.js");

    /// <summary>Nothing is loaded, and only the style and script of this module apply, whatever got into the page.</summary>
    private static readonly string Policy = $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";

    private readonly ReportModel _report;
    private readonly HtmlWriter _html;

    private HtmlReport(ReportModel report, HtmlWriter html)
    {
        _report = report;
        _html = html;
    }

    public static void Write(ReportModel report, TextWriter text) => new HtmlReport(report, new HtmlWriter(text)).Write();

    private static string Asset(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Hash(string content) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static string Invariant(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void Write()
    {
        _html.Doctype();
        using (_html.Start("html", ("lang", "en")))
        {
            Head();
            using (_html.Start("body"))
            {
                Header();
                using (_html.Start("main"))
                {
                    Facts();
                    Seats();
                    Movements();
                    Findings();
                    Coverage();
                    WaitingRoom();
                    Inactivity();
                    Matrix();
                }

                using (_html.Start("footer"))
                {
                    _html.Text("p", $"Written by PermModule {_report.ModuleVersion}. All figures are of one moment; times are UTC.");
                }

                _html.Embed("script", Script);
            }
        }
    }

    private void Head()
    {
        using (_html.Start("head"))
        {
            _html.Empty("meta", ("charset", "utf-8"));
            _html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
            _html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            _html.Empty("meta", ("name", "referrer"), ("content", "no-referrer"));
            _html.Text("title", _report.Title);
            _html.Embed("style", Style);
        }
    }

    private void Header()
    {
        using (_html.Start("header"))
        {
            _html.Text("h1", _report.Title, ("dir", "auto"));
            using (_html.Start("p"))
            {
                _html.Text("Store ");
                _html.Name(_report.Store.Name);
                _html.Text(", read ");
                Time(_report.GeneratedAt);
                if (_report.Comparison is { } comparison)
                {
                    _html.Text("; compared with ");
                    Time(comparison.EarlierAt);
                }
            }
        }

        (string Id, string Text)[] sections =
        [
            ("seats", "Seats"),
            .. _report.Comparison is null ? [] : new[] { ("movements", "Movements") },
            ("findings", "Findings"),
            ("coverage", "Roles"),
            ("waiting-room", "Waiting room"),
            ("inactivity", "Inactive people"),
            ("rights", "Rights matrix"),
        ];
        using (_html.Start("nav", ("aria-label", "Contents")))
        using (_html.Start("ul"))
        {
            foreach ((string id, string text) in sections)
            {
                using (_html.Start("li"))
                {
                    _html.Text("a", text, ("href", "#" + id));
                }
            }
        }
    }

    private void Facts()
    {
        using (_html.Start("dl", ("class", "facts")))
        {
            Fact("Users", _report.Store.Users, "users");
            Fact("Active users", _report.Store.ActiveUsers, "active-users");
            Fact("Profiles", _report.Store.Profiles, "profiles");
            Fact("Waiting requests", _report.Store.PendingRequests, "pending");
            Fact("Errors", _report.Findings.Errors, "errors");
            Fact("Warnings", _report.Findings.Warnings, "warnings");
        }
    }

    private void Fact(string name, long value, string figure)
    {
        using (_html.Start("div"))
        {
            _html.Text("dt", name);
            using (_html.Start("dd"))
            {
                Figure(value, figure);
            }
        }
    }

    /// <summary>A number that programs find under a name.</summary>
    private void Figure(long value, string figure) =>
        _html.Text("data", ReportText.Number(value), ("value", value.ToString(CultureInfo.InvariantCulture)), ("data-figure", figure));

    private void Time(DateTimeOffset time) =>
        _html.Text("time", ReportText.Time(time), ("datetime", time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));

    private void Badge(string kind, string text) => _html.Text("span", text, ("class", "badge " + kind));

    private void LeftOut(long count, string where, RecommendedStep? step = null)
    {
        if (count <= 0)
        {
            return;
        }

        using (_html.Start("p", ("class", "note")))
        {
            _html.Text(ReportText.LeftOut(count, where) + " ");
            if (step is not null)
            {
                Step(_report.WriteStep?.Invoke(step) ?? step.ToString());
            }
        }
    }

    /// <summary>A step as the model says it: a command that can be copied, or a sentence.</summary>
    private void Step(string step)
    {
        if (_report.WriteStep is null)
        {
            _html.Text(step);
        }
        else
        {
            _html.Text("code", step);
        }
    }

    private HtmlWriter.Element Section(string id, string heading)
    {
        HtmlWriter.Element section = _html.Start("section", ("id", id), ("aria-labelledby", id + "-heading"));
        _html.Text("h2", heading, ("id", id + "-heading"));
        return section;
    }

    /// <summary>A table in a box that scrolls sideways where it does not fit; the box can be reached by keyboard for that.</summary>
    private void Table<T>(string caption, ReadOnlySpan<string> columns, IEnumerable<T> items, Action<T> cells, int firstNumber = 1, Func<T, (string, string?)[]>? attributes = null)
    {
        using (_html.Start("div", ("class", "scroll"), ("role", "region"), ("aria-label", caption), ("tabindex", "0")))
        using (_html.Start("table"))
        {
            _html.Text("caption", caption);
            using (_html.Start("thead"))
            using (_html.Start("tr"))
            {
                for (int i = 0; i < columns.Length; i++)
                {
                    _html.Text("th", columns[i], i >= firstNumber ? [("scope", "col"), ("class", "number")] : [("scope", "col")]);
                }
            }

            using (_html.Start("tbody"))
            {
                foreach (T item in items)
                {
                    using (_html.Start("tr", attributes?.Invoke(item) ?? []))
                    {
                        cells(item);
                    }
                }
            }
        }
    }

    private void RowHead(string name)
    {
        using (_html.Start("th", ("scope", "row")))
        {
            _html.Name(name);
        }
    }

    private void Number(long value, string? figure = null)
    {
        using (_html.Start("td", ("class", "number")))
        {
            if (figure is null)
            {
                _html.Text(ReportText.Number(value));
            }
            else
            {
                Figure(value, figure);
            }
        }
    }

    private void NumberText(string text) => _html.Text("td", text, ("class", "number"));

    /// <summary>A bar of parts on a track, all in percent of its width.</summary>
    private void Bar(string classes, string text, ReadOnlySpan<(string Class, double Width)> parts, double? mark = null)
    {
        using (_html.Start("svg", ("class", classes), ("viewBox", "0 0 100 10"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", text)))
        {
            _html.Empty("rect", ("class", "track"), ("width", "100"), ("height", "10"));
            double x = 0;
            foreach ((string part, double width) in parts)
            {
                if (width > 0)
                {
                    _html.Empty("rect", ("class", part), ("x", Invariant(x)), ("width", Invariant(Math.Max(width, 0.5))), ("height", "10"));
                    x += width;
                }
            }

            if (mark is { } at)
            {
                _html.Empty("line", ("class", "mark"), ("x1", Invariant(at)), ("x2", Invariant(at)), ("y1", "0"), ("y2", "10"));
            }
        }
    }
}
