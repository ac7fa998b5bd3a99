namespace PermModule;

/// <summary>How a report is written.</summary>
public enum ReportFormat
{
    /// <summary>One self-contained page for people.</summary>
    Html,

    /// <summary>Text for pull requests and tickets.</summary>
    Markdown,

    /// <summary>For machines, and for comparing a later report with this one. Described by <c>docs/report.schema.json</c>.</summary>
    Json,
}
