namespace PermModule;

/// <summary>The facts of the store a report is about.</summary>
public sealed record ReportStore
{
    /// <summary>What tells this store from any other; copies share it.</summary>
    public required string Id { get; init; }

    /// <summary>The name of its file, without the folder.</summary>
    public required string Name { get; init; }

    /// <summary>The version of its schema.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>All users.</summary>
    public required long Users { get; init; }

    /// <summary>Users who occupy a seat.</summary>
    public required long ActiveUsers { get; init; }

    /// <summary>All profiles.</summary>
    public required long Profiles { get; init; }

    /// <summary>All groups.</summary>
    public required long Groups { get; init; }

    /// <summary>Requests that wait for an auditor.</summary>
    public required long PendingRequests { get; init; }

    /// <summary>The id of the newest event of the audit trail.</summary>
    public required long LastAuditEvent { get; init; }
}
