namespace PermModule;

/// <summary>What is compared, and how.</summary>
public sealed record PortalCompareOptions
{
    /// <summary>Which side is to follow the other.</summary>
    public PortalDirection Direction { get; init; }

    /// <summary>The kinds to compare; all unless given.</summary>
    public IReadOnlyList<PortalKind>? Kinds { get; init; }

    /// <summary>User names or wildcards, of either side; all users unless given. Literal names cost a request or two each; the list is read only where the portal may know one of the store by its address.</summary>
    public IReadOnlyList<string>? UserNames { get; init; }

    /// <summary>Upsert ignores what is empty or missing on the leading side, its groups included; Sync clears or deactivates it on the other.</summary>
    public ImportMode Mode { get; init; } = ImportMode.Upsert;

    /// <summary>Leaves out what only the single user shows (names, department, job title, last login), which costs a request a user.</summary>
    public bool SkipDetail { get; init; }

    /// <summary>Told how far it is.</summary>
    public Action<PortalProgress>? Progress { get; init; }

    /// <summary>Told what the caller should know before it goes on.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Stops it.</summary>
    public CancellationToken Token { get; init; }

    internal bool Has(PortalKind kind) => Kinds is not { Count: > 0 } || Kinds.Contains(kind);
}
