namespace PermModule.Reporting;

/// <summary>What it all comes to: the lines that a reader with one minute reads.</summary>
internal sealed class HtmlSummary(ReportModel report, HtmlPage page) : HtmlSection(report, page)
{
    public override string Id => "summary";

    public override string Link => "Summary";

    protected override string Heading => "At a glance";

    protected override void Content()
    {
        ReportSummary summary = Report.Summary;
        using (Html.Start("div", ("class", "pair")))
        {
            Lines(ReportText.Decisions, summary.Decisions, ReportText.NoDecisions);
            Lines(ReportText.Changes, summary.Changes, ReportText.NoChanges);
        }

        Html.Text("h3", ReportText.Actions);
        if (summary.Actions.Count == 0)
        {
            Html.Text("p", ReportText.NoActions);
            return;
        }

        using (Html.Start("ol", ("class", "actions")))
        {
            foreach (ReportAction action in summary.Actions)
            {
                Action(action);
            }
        }
    }

    private void Lines(string heading, IReadOnlyList<string> lines, string none)
    {
        using (Html.Start("div"))
        {
            Html.Text("h3", heading);
            if (lines.Count == 0)
            {
                Html.Text("p", none);
                return;
            }

            using (Html.Start("ul"))
            {
                foreach (string line in lines)
                {
                    using (Html.Start("li", ("dir", "auto")))
                    {
                        Page.Sentence(line);
                    }
                }
            }
        }
    }

    private void Action(ReportAction action)
    {
        using (Html.Start("li"))
        {
            using (Html.Start("bdi", ("dir", "auto")))
            {
                Page.Sentence(ReportText.Action(action, Report.Contract.Currency));
            }

            if (Report.WriteStep is not null)
            {
                Html.Text("code", action.Step, ("class", "step"));
            }
        }
    }
}
