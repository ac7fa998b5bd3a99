namespace PermModule.Commands;

/// <summary>As what a report is written into the pipeline.</summary>
public enum ReportTextForm
{
    /// <summary>Text for pull requests and tickets.</summary>
    Markdown,

    /// <summary>The main figures in lines of at most 80 columns, for mail and logs.</summary>
    Plain,

    /// <summary>The main figures as an Adaptive Card in JSON, for chats.</summary>
    Card,
}
