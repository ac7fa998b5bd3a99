using System.Globalization;

namespace PermModule.Reporting;

/// <content>What the audit found.</content>
internal sealed partial class HtmlReport
{
    private void Findings()
    {
        ReportFindings findings = _report.Findings;
        using (Section("findings", "Findings"))
        {
            using (_html.Start("p"))
            {
                FindingCount(findings.Errors, "bad", "errors", "error", "errors");
                FindingCount(findings.Warnings, "warn", "warnings", "warning", "warnings");
                FindingCount(findings.Information, "info", "information", "to know", "to know");
            }

            if (findings.Rules.Count == 0)
            {
                _html.Text("p", "The audit rules found nothing.");
                return;
            }

            Filter(findings);
            foreach (ReportRule rule in findings.Rules)
            {
                Rule(rule);
            }
        }
    }

    private void FindingCount(long count, string badge, string figure, string one, string many)
    {
        using (_html.Start("span", ("class", "badge " + badge)))
        {
            Figure(count, "findings-" + figure);
            _html.Text(" " + (count == 1 ? one : many));
        }

        _html.Text(" ");
    }

    /// <summary>Hidden until the script shows it: without a script everything is there.</summary>
    private void Filter(ReportFindings findings)
    {
        using (_html.Start("form", ("id", "filter"), ("hidden", null), ("aria-label", "Filter findings")))
        {
            using (_html.Start("fieldset"))
            {
                _html.Text("legend", "Severity");
                foreach (FindingSeverity severity in findings.Rules.Select(rule => rule.Severity).Distinct())
                {
                    using (_html.Start("label"))
                    {
                        _html.Empty("input", ("type", "checkbox"), ("value", severity.ToString()), ("checked", null));
                        _html.Text(severity.ToString());
                    }
                }
            }

            using (_html.Start("label"))
            {
                _html.Text("Category");
                using (_html.Start("select"))
                {
                    _html.Text("option", "All", ("value", ""));
                    foreach (AuditCategory category in findings.Rules.Select(rule => rule.Category).Distinct().Order())
                    {
                        _html.Text("option", ReportText.Category(category), ("value", category.ToString()));
                    }
                }
            }

            _html.Text("p", "", ("id", "filter-status"), ("role", "status"));
        }
    }

    private void Rule(ReportRule rule)
    {
        (string, string?)[] attributes =
        [
            ("class", "rule"),
            ("data-rule", rule.RuleName),
            ("data-severity", rule.Severity.ToString()),
            ("data-category", rule.Category.ToString()),
            ("data-count", rule.Count.ToString(CultureInfo.InvariantCulture)),
            .. rule.Severity == FindingSeverity.Error ? [("open", null)] : Array.Empty<(string, string?)>(),
        ];
        using (_html.Start("details", attributes))
        {
            using (_html.Start("summary"))
            {
                Badge(rule.Severity switch { FindingSeverity.Error => "bad", FindingSeverity.Warning => "warn", _ => "info" }, rule.Severity.ToString());
                _html.Text("h3", rule.RuleName);
                _html.Text("span", ReportText.Category(rule.Category), ("class", "muted"));
                _html.Text("span", ReportText.Number(rule.Count, "finding", "findings"), ("class", "count"));
            }

            Table("Findings of " + rule.RuleName, [rule.Findings[0].TargetType, "What was found", "What fixes it"], rule.Findings, finding =>
            {
                RowHead(finding.Target);
                using (_html.Start("td", ("class", "text"), ("dir", "auto")))
                {
                    _html.Text(finding.Message);
                }

                using (_html.Start("td", ("class", "text")))
                {
                    Step(finding.Recommendation);
                }
            }, firstNumber: 3);
            LeftOut(rule.LeftOut, "findings of this rule", new RecommendedStep { Kind = RecommendedStepKind.ListFindings, Rule = rule.RuleName });
        }
    }
}
