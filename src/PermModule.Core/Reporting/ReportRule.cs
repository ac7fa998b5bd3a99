namespace PermModule;

/// <summary>A rule that found something.</summary>
public sealed record ReportRule
{
    private const int MaxNamed = 10;

    /// <summary>The name of the rule.</summary>
    public required string RuleName { get; init; }

    /// <summary>What the rule is about.</summary>
    public required AuditCategory Category { get; init; }

    /// <summary>How bad it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>How many findings there are.</summary>
    public required long Count { get; init; }

    /// <summary>What fixes such findings.</summary>
    public required string Recommendation { get; init; }

    /// <summary>The findings in sentences, one for each cause, those with the most findings first.</summary>
    public required IReadOnlyList<ReportFindingGroup> Groups { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<ReportFinding> Findings { get; init; }

    /// <summary>How many are left out of the list.</summary>
    public long LeftOut => Count - Findings.Count;

    /// <summary>The findings that people are shown; nobody reads more of the same on a page.</summary>
    internal IEnumerable<ReportFinding> Named => Findings.Take(MaxNamed);

    /// <summary>How many findings people are not shown; none or less where they are shown all.</summary>
    internal long NotNamed => Count - MaxNamed;
}
