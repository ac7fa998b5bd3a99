namespace PermModule;

/// <summary>Something an audit rule found.</summary>
public sealed record PermFinding
{
    /// <summary>The rule.</summary>
    public required string RuleName { get; init; }

    /// <summary>What the rule is about.</summary>
    public required AuditCategory Category { get; init; }

    /// <summary>How bad it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>What kind of thing it is about: User, Profile, Right, Tier, Role, Department, Location, WaitingRoomItem, WaitingRoom or AuditTrail.</summary>
    public required string TargetType { get; init; }

    /// <summary>The name or number of the thing.</summary>
    public required string Target { get; init; }

    /// <summary>What was found, with the figures.</summary>
    public required string Message { get; init; }

    /// <summary>What fixes it, or starts to.</summary>
    public required RecommendedStep Step { get; init; }

    /// <summary>What findings of the rule have in common that are told in one sentence, such as a tier; null: those of one rule are told together.</summary>
    internal string? Cause { get; init; }

    /// <summary>The step in words: a command line where a cmdlet writes the finding, otherwise a sentence.</summary>
    public string Recommendation { get => field ?? Step.ToString(); init; }

    /// <summary>The rule, the target and what was found.</summary>
    public override string ToString() => $"{RuleName}: {Message}";
}
