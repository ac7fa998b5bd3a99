namespace PermModule;

/// <summary>A part of the portal that rights belong to.</summary>
public sealed record PermSolution
{
    /// <summary>The name, e.g. Creative Workflow.</summary>
    public required string Name { get; init; }

    /// <summary>Another name the portal or its documents use, or null.</summary>
    public string? Alias { get; init; }

    /// <summary>The categories, in the order of the catalogue.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>How many rights belong to the solution.</summary>
    public required int RightCount { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
