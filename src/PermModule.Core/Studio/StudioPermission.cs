namespace PermModule;

/// <summary>One cell of the Studio matrix: whether a role may do something to a project or design it owns or contributes to.</summary>
public sealed record StudioPermission
{
    /// <summary>What it is done to.</summary>
    public required StudioObject Object { get; init; }

    /// <summary>What is done, e.g. Rename project.</summary>
    public required string Action { get; init; }

    /// <summary>The Studio right of who does it.</summary>
    public required StudioRole Role { get; init; }

    /// <summary>How the user is related to the project or design.</summary>
    public required StudioRelation Relation { get; init; }

    /// <summary>Whether the action is allowed.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>Who may or may not do what.</summary>
    public override string ToString() => $"{Role} {Relation} {(IsAllowed ? "may" : "may not")}: {Action}";
}
