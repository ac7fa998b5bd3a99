namespace PermModule;

/// <summary>A right in a report.</summary>
public sealed record ReportRight
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The name the portal shows.</summary>
    public required string Name { get; init; }

    /// <summary>The solution.</summary>
    public required string Solution { get; init; }

    /// <summary>The category inside the solution.</summary>
    public required string Category { get; init; }

    /// <summary>The tier it has in this store.</summary>
    public required Tier Tier { get; init; }

    /// <summary>What holding it does.</summary>
    public required RightKind Kind { get; init; }
}
