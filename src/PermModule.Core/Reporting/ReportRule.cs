namespace PermModule;

/// <summary>A rule that found something.</summary>
public sealed record ReportRule
{
    /// <summary>The name of the rule.</summary>
    public required string RuleName { get; init; }

    /// <summary>What the rule is about.</summary>
    public required AuditCategory Category { get; init; }

    /// <summary>How bad it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>How many findings there are.</summary>
    public required long Count { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<ReportFinding> Findings { get; init; }

    /// <summary>How many are left out of the list.</summary>
    public long LeftOut => Count - Findings.Count;
}
