namespace PermModule;

/// <summary>Which rules an audit runs, and from when on they find something. What is null does not matter.</summary>
public sealed record AuditOptions
{
    /// <summary>The rules to run, by name or wildcard.</summary>
    public IReadOnlyList<string>? Rules { get; init; }

    /// <summary>The rules to leave out, by name or wildcard.</summary>
    public IReadOnlyList<string>? ExcludedRules { get; init; }

    /// <summary>The categories whose rules run.</summary>
    public IReadOnlyList<AuditCategory>? Categories { get; init; }

    /// <summary>The severities whose rules run.</summary>
    public IReadOnlyList<FindingSeverity>? Severities { get; init; }

    /// <summary>After how many days without a login, and of age, a seat counts as unused; 0 to 36500.</summary>
    public int NotSeenForDays { get; init; } = DayLimits.NotSeen;

    /// <summary>After how many days a request counts as stale; 0 to 36500.</summary>
    public int PendingForDays { get; init; } = DayLimits.Pending;

    /// <summary>Told while the audit runs, as often as it gets on: the rule, and how much of all is done, in percent (0 to 100).</summary>
    public Action<string, int>? Progress { get; init; }
}
