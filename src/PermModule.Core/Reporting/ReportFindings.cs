namespace PermModule;

/// <summary>What the audit rules found.</summary>
public sealed record ReportFindings
{
    /// <summary>Findings that need action.</summary>
    public required long Errors { get; init; }

    /// <summary>Findings that need a look.</summary>
    public required long Warnings { get; init; }

    /// <summary>Findings that are good to know.</summary>
    public required long Information { get; init; }

    /// <summary>The rules that found something, worst first, then by category and name.</summary>
    public required IReadOnlyList<ReportRule> Rules { get; init; }
}
