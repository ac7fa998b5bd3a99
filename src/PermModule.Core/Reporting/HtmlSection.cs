namespace PermModule.Reporting;

/// <summary>A section of the page, with a heading and an entry in the contents.</summary>
internal abstract class HtmlSection(ReportModel report, HtmlPage page)
{
    /// <summary>What links go to.</summary>
    public abstract string Id { get; }

    /// <summary>What the contents call it.</summary>
    public abstract string Link { get; }

    protected virtual string Heading => Link;

    protected ReportModel Report { get; } = report;

    protected HtmlPage Page { get; } = page;

    protected HtmlWriter Html => Page.Html;

    public void Write()
    {
        string heading = Id + "-heading";
        using (Html.Start("section", ("id", Id), ("aria-labelledby", heading)))
        {
            Html.Text("h2", Heading, ("id", heading));
            Content();
        }
    }

    protected abstract void Content();
}
