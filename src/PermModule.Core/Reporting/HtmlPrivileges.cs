namespace PermModule.Reporting;

/// <summary>Who changed privileged rights lately.</summary>
internal sealed class HtmlPrivileges(ReportModel report, HtmlPage page) : HtmlSection(report, page)
{
    public override string Id => "privileges";

    public override string Link => "Privileged rights";

    protected override void Content()
    {
        ReportPrivileges privileges = Report.Privileges;
        if (privileges.Changes.Count == 0)
        {
            Html.Text("p", $"In {ReportText.Number(privileges.Days, "day", "days")} nobody changed rights to users, permissions or settings, gave them to anybody or took them from anybody.");
            return;
        }

        Html.Text("p", $"Rights to users, permissions and settings were changed, given or taken {(privileges.Count == 1 ? "once" : $"{ReportText.Number(privileges.Count)} times")} in {ReportText.Number(privileges.Days, "day", "days")}.");
        using (Html.Start("ul"))
        {
            foreach (ReportPrivilegedChange change in privileges.Changes)
            {
                using (Html.Start("li"))
                {
                    Page.Time(change.At);
                    Html.Text(": ");
                    Html.Name(change.Actor);
                    Html.Text(" ");
                    Html.Text("bdi", change.Text + ".", ("dir", "auto"));
                }
            }
        }

        Page.LeftOut(privileges.Count - privileges.Changes.Count, "earlier changes are in the audit trail");
    }
}
