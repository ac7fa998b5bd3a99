using System.Globalization;

namespace PermModule;

/// <summary>Something to do: a kind of step and what it applies to. What is null is for a person to choose, or does not matter to the kind.</summary>
public sealed record RecommendedStep
{
    /// <summary>What is to be done.</summary>
    public required RecommendedStepKind Kind { get; init; }

    /// <summary>The user.</summary>
    public string? User { get; init; }

    /// <summary>The profile, also the one that a user gets.</summary>
    public string? Profile { get; init; }

    /// <summary>The keys of the rights.</summary>
    public IReadOnlyList<string> Rights { get; init; } = [];

    /// <summary>True when granting takes the required rights along, or revoking the rights that depend on these.</summary>
    public bool IncludesRelated { get; init; }

    /// <summary>The role.</summary>
    public PermRole? Role { get; init; }

    /// <summary>The department that the role is for.</summary>
    public string? Department { get; init; }

    /// <summary>The location that the role is for.</summary>
    public string? Location { get; init; }

    /// <summary>The tier of the seats.</summary>
    public Tier? Tier { get; init; }

    /// <summary>How many seats.</summary>
    public long? Seats { get; init; }

    /// <summary>The number of the request.</summary>
    public long? Request { get; init; }

    /// <summary>The audit rule.</summary>
    public string? Rule { get; init; }

    /// <summary>The number of days.</summary>
    public int? Days { get; init; }

    /// <summary>The step as an English sentence.</summary>
    public override string ToString() => Kind switch
    {
        RecommendedStepKind.DeactivateUser => $"Deactivate {Named("user", User)}.",
        RecommendedStepKind.ChangeProfile => $"Give {Named("user", User)} the profile '{Profile}'.",
        RecommendedStepKind.RemoveProfile => $"Remove {Named("profile", Profile)}.",
        RecommendedStepKind.GrantRight when Rights.Count == 0 => $"Grant {Named("profile", Profile)} the rights that its users need.",
        RecommendedStepKind.GrantRight => $"Grant {RightNames}{(IncludesRelated ? " and what it requires" : "")} to {Named("profile", Profile)}.",
        RecommendedStepKind.RevokeRight => $"Revoke {RightNames}{(IncludesRelated ? " and what depends on it" : "")} from {Named("profile", Profile)}.",
        RecommendedStepKind.AddRoleMember => $"Make {Named("user", User)} {RoleName}{Place("department", Department)}{Place("location", Location)}.",
        RecommendedStepKind.RemoveRoleMember => $"Take the role of {RoleName} from {Named("user", User)}.",
        RecommendedStepKind.DecideRequest => string.Create(CultureInfo.InvariantCulture, $"Decide on request {Request}."),
        RecommendedStepKind.FreeSeats when Seats is { } seats => string.Create(CultureInfo.InvariantCulture, $"Deactivate {Quantity.Of(seats, $"user who does not use their {Tier} seat", $"users who do not use their {Tier} seats")}."),
        RecommendedStepKind.FreeSeats => $"Deactivate users who do not use their {Tier} seats.",
        RecommendedStepKind.VerifyTrail => "Verify the audit trail event by event.",
        RecommendedStepKind.CheckStore => "Check the store in detail.",
        RecommendedStepKind.ListFindings => $"Run the audit rule {Rule} alone to list them all.",
        RecommendedStepKind.ResetTier => $"Reset the tier of {RightNames}.",
        RecommendedStepKind.ListHolders => $"List who holds {RightNames}.",
        RecommendedStepKind.ListAssumedTiers => $"List the {Tier} rights of {Named("profile", Profile)} whose tier is assumed.",
        _ => $"List the active users who were not seen for {Quantity.Of(Days ?? 0, "day")}.",
    };

    private string RightNames => string.Join(", ", Rights.Select(right => $"'{right}'"));

    private string RoleName => Role switch
    {
        PermRole.PortalOwner => "portal owner",
        PermRole.Champion => "champion",
        _ => "end user",
    };

    private static string Named(string kind, string? name) => name is null ? $"a {kind}" : $"the {kind} '{name}'";

    private static string Place(string kind, string? name) => name is null ? "" : $" for the {kind} '{name}'";
}
