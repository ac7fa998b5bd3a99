namespace PermModule;

/// <summary>A rule of the audit: what it looks for and why.</summary>
public sealed record PermAuditRule : IComparable<PermAuditRule>
{
    /// <summary>The name, e.g. <c>UnusedSeat</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the rule is about.</summary>
    public required AuditCategory Category { get; init; }

    /// <summary>How bad its findings are.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>Why the rule exists.</summary>
    public required string Reason { get; init; }

    /// <summary>What fixes its findings, in general; each finding has the step.</summary>
    public required string Recommendation { get; init; }

    /// <inheritdoc/>
    public int CompareTo(PermAuditRule? other) => string.CompareOrdinal(Name, other?.Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
