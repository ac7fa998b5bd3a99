using System.Globalization;

namespace PermModule.Reporting;

/// <summary>What the audit found, rule by rule.</summary>
internal sealed class HtmlFindings(ReportModel report, HtmlPage page) : HtmlSection(report, page)
{
    public override string Id => "findings";

    public override string Link => "Findings in detail";

    protected override void Content()
    {
        ReportFindings findings = Report.Findings;
        using (Html.Start("p"))
        {
            FindingCount(findings.Errors, "bad", "errors", "error", "errors");
            FindingCount(findings.Warnings, "warn", "warnings", "warning", "warnings");
            FindingCount(findings.Information, "info", "information", "to know", "to know");
        }

        if (findings.Rules.Count == 0)
        {
            Html.Text("p", ReportText.NoFindings);
            return;
        }

        Filter(findings);
        foreach (ReportRule rule in findings.Rules)
        {
            Rule(rule);
        }
    }

    private void FindingCount(long count, string badge, string figure, string one, string many)
    {
        using (Html.Start("span", ("class", "badge " + badge)))
        {
            Page.Figure(count, "findings-" + figure);
            Html.Text(" " + (count == 1 ? one : many));
        }

        Html.Text(" ");
    }

    /// <summary>Hidden until the script shows it: without a script everything is there.</summary>
    private void Filter(ReportFindings findings)
    {
        using (Html.Start("form", ("id", "filter"), ("hidden", null), ("aria-label", "Filter findings")))
        {
            using (Html.Start("fieldset"))
            {
                Html.Text("legend", "Severity");
                foreach (FindingSeverity severity in findings.Rules.Select(rule => rule.Severity).Distinct())
                {
                    using (Html.Start("label"))
                    {
                        Html.Empty("input", ("type", "checkbox"), ("value", severity.ToString()), ("checked", null));
                        Html.Text(severity.ToString());
                    }
                }
            }

            using (Html.Start("label"))
            {
                Html.Text("Category");
                using (Html.Start("select"))
                {
                    Html.Text("option", "All", ("value", ""));
                    foreach (AuditCategory category in findings.Rules.Select(rule => rule.Category).Distinct().Order())
                    {
                        Html.Text("option", ReportText.Category(category), ("value", category.ToString()));
                    }
                }
            }

            Html.Text("p", "", ("id", "filter-status"), ("role", "status"));
        }
    }

    /// <summary>The kind of thing that is found, as a heading.</summary>
    private static string Kind(string targetType) => targetType switch
    {
        "WaitingRoomItem" => "Request",
        "WaitingRoom" => "Kind of request",
        "AuditTrail" => "Event",
        _ => targetType,
    };

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
        using (Html.Start("details", attributes))
        {
            using (Html.Start("summary"))
            {
                Page.Severity(rule);
                Html.Text("h3", rule.RuleName);
                Html.Text("span", ReportText.Category(rule.Category), ("class", "muted"));
                Html.Text("span", ReportText.Number(rule.Count, "finding", "findings"), ("class", "count"));
            }

            Html.Text("p", rule.Recommendation);
            if (rule.Count == 1)
            {
                Html.Text(Report.WriteStep is null ? "p" : "code", rule.Findings[0].Recommendation, ("class", "step"));
            }

            Page.Table("Findings of " + rule.RuleName, [Kind(rule.Findings[0].TargetType), "What was found"], rule.Named, finding =>
            {
                Page.RowHead(finding.Target);
                using (Html.Start("td", ("class", "text"), ("dir", "auto")))
                {
                    Html.Text(finding.Message);
                }
            }, firstNumber: 2);
            Page.LeftOut(rule.NotNamed, "findings of this rule", new RecommendedStep { Kind = RecommendedStepKind.ListFindings, Rule = rule.RuleName });
        }
    }
}
