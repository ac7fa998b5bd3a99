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

    /// <summary>The main figures as text of 80 columns, for mail and logs.</summary>
    Plain,

    /// <summary>The main figures as an Adaptive Card, for chats.</summary>
    Card,

    /// <summary>An Excel workbook with a sheet for each part.</summary>
    Excel,

    /// <summary>The findings as a comma-separated table, for spreadsheets and other programs.</summary>
    Csv,
}
