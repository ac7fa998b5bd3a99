using System.Security.Cryptography;
using System.Text;

namespace PermModule.Reporting;

/// <summary>Writes a report as one page that needs nothing else: no network, and no script to be read.</summary>
internal sealed class HtmlReport
{
    private static readonly string Style = Asset("report.css");
    private static readonly string Script = Asset("report.js");

    /// <summary>Nothing is loaded, and only the style and script of this module apply, whatever got into the page.</summary>
    private static readonly string Policy = $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";

    private readonly ReportModel _report;
    private readonly HtmlWriter _html;
    private readonly HtmlPage _page;
    private readonly HtmlSummary _summary;

    /// <summary>What follows the main figures.</summary>
    private readonly HtmlSection[] _front;

    /// <summary>What is looked up; print sets it in columns.</summary>
    private readonly HtmlSection[] _appendix;

    private HtmlReport(ReportModel report, HtmlWriter html)
    {
        HtmlPage page = new(html, report.WriteStep);
        (_report, _html, _page) = (report, html, page);
        _summary = new HtmlSummary(report, page);
        _front =
        [
            new HtmlSeats(report, page),
            new HtmlSentences(report, page),
            new HtmlPrivileges(report, page),
        ];
        _appendix =
        [
            new HtmlProfiles(report, page),
            .. report.Comparison is { } comparison ? [new HtmlMovements(report, comparison, page)] : Array.Empty<HtmlSection>(),
            new HtmlFindings(report, page),
            new HtmlCoverage(report, page),
            new HtmlWaitingRoom(report, page),
            new HtmlInactivity(report, page),
            new HtmlMatrix(report, page),
        ];
    }

    public static void Write(ReportModel report, TextWriter text) => new HtmlReport(report, new HtmlWriter(text)).Write();

    private static string Asset(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Hash(string content) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

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
                    _summary.Write();
                    new HtmlFacts(_report, _page).Write();
                    Write(_front);
                    using (_html.Start("div", ("class", "appendix")))
                    {
                        Write(_appendix);
                    }
                }

                using (_html.Start("footer"))
                {
                    _html.Text("p", $"Written by PermModule {_report.ModuleVersion}. All figures are of one moment; times are UTC.");
                }

                _html.Embed("script", Script);
            }
        }
    }

    private static void Write(HtmlSection[] sections)
    {
        foreach (HtmlSection section in sections)
        {
            section.Write();
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
                _page.Time(_report.GeneratedAt);
                if (_report.Comparison is { } comparison)
                {
                    _html.Text("; compared with ");
                    _page.Time(comparison.EarlierAt);
                }
            }
        }

        using (_html.Start("nav", ("aria-label", "Contents")))
        using (_html.Start("ul"))
        {
            foreach (HtmlSection section in _front.Prepend(_summary).Concat(_appendix))
            {
                using (_html.Start("li"))
                {
                    _html.Text("a", section.Link, ("href", "#" + section.Id));
                }
            }
        }
    }
}
