namespace PermModule.Reporting;

/// <summary>What the audit found, in sentences.</summary>
internal sealed class HtmlSentences(ReportModel report, HtmlPage page) : HtmlSection(report, page)
{
    public override string Id => "sentences";

    public override string Link => "Findings";

    protected override void Content()
    {
        if (Report.Findings.Rules.Count == 0)
        {
            Html.Text("p", ReportText.NoFindings);
            return;
        }

        using (Html.Start("ul", ("class", "sentences")))
        {
            foreach (ReportRule rule in Report.Findings.Rules)
            {
                foreach (ReportFindingGroup group in rule.Groups)
                {
                    using (Html.Start("li"))
                    {
                        Page.Severity(rule);
                        Html.Text(" ");
                        Html.Text("bdi", FindingSentences.Tell(group), ("dir", "auto"));
                    }
                }
            }
        }
    }
}
