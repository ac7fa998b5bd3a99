namespace PermModule;

/// <summary>Who changed privileged rights lately.</summary>
public sealed record ReportPrivileges
{
    /// <summary>How many days back the report looks.</summary>
    public required int Days { get; init; }

    /// <summary>How many changes there were; one command that does the same to many users is one.</summary>
    public required long Count { get; init; }

    /// <summary>The newest of them, newest first.</summary>
    public required IReadOnlyList<ReportPrivilegedChange> Changes { get; init; }
}
