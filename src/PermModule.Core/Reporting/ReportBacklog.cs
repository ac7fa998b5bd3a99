namespace PermModule;

/// <summary>Requests that wait for an auditor, by age.</summary>
public sealed record ReportBacklog
{
    /// <summary>The ages, youngest first.</summary>
    public required IReadOnlyList<string> Ages { get; init; }

    /// <summary>The kinds of request.</summary>
    public required IReadOnlyList<ReportBacklogKind> Kinds { get; init; }

    /// <summary>When the oldest was submitted, UTC; null where nothing waits.</summary>
    public DateTimeOffset? OldestAt { get; init; }

    /// <summary>From how many days of waiting on a request counts as stale.</summary>
    public required int PendingForDays { get; init; }

    /// <summary>How many requests wait that long or longer.</summary>
    public required long Stale { get; init; }
}
