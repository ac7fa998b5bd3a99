namespace PermModule;

/// <summary>What a report shows and how it is made.</summary>
public sealed record ReportOptions
{
    /// <summary>The heading, at most 256 characters; a plain one unless given.</summary>
    public string? Title { get; init; }

    /// <summary>The path of an earlier report written as JSON, or null: movements since then are shown.</summary>
    public string? ComparePath { get; init; }

    /// <summary>From how many days without a sign-in on a person counts as not seen; 0 to 36500.</summary>
    public int NotSeenForDays { get; init; } = DayLimits.NotSeen;

    /// <summary>From how many days of waiting on a request counts as stale; 0 to 36500.</summary>
    public int PendingForDays { get; init; } = DayLimits.Pending;

    /// <summary>Starts a comma-separated file with the byte-order mark by which Excel knows UTF-8; no other format has one.</summary>
    public bool HasByteOrderMark { get; init; }

    /// <summary>Writes the recommended steps in the words of the program that makes the report, such as command lines; null: as sentences.</summary>
    public Func<RecommendedStep, string>? WriteStep { get; init; }

    /// <summary>Is told what is being done and how far that is, in percent (0 to 100). Called often: show it as seldom as you like.</summary>
    public Action<string, int>? Progress { get; init; }
}
