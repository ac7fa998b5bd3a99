namespace PermModule;

/// <summary>
/// One step of a plan: what differs between store and portal, and what would be done about it. It holds all it needs,
/// so that a plan can be kept, read by somebody else and carried out later; what changed in between is found then.
/// </summary>
public sealed record PermPortalStep
{
    internal const string Member = "Member";

    /// <summary>Which side is to follow the other.</summary>
    public PortalDirection Direction { get; init; }

    /// <summary>What it is about.</summary>
    public PortalKind Kind { get; init; }

    /// <summary>The name of the user, profile or group; of a membership the user.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is done.</summary>
    public PortalAction Action { get; init; }

    /// <summary>The property that differs; of a membership the group; null where the whole is created.</summary>
    public string? Property { get; init; }

    /// <summary>The value as it is, or null.</summary>
    public string? From { get; init; }

    /// <summary>The value as it is to be, or null.</summary>
    public string? To { get; init; }

    /// <summary>How many seats of the tier it takes: 1, or -1 where it frees one.</summary>
    public int Seats { get; init; }

    /// <summary>The tier whose seat it takes or frees, or null.</summary>
    public Tier? Tier { get; init; }

    /// <summary>Why it is done, or who has to do it where.</summary>
    public string? Why { get; init; }

    /// <summary>What to think of before it is done, or null.</summary>
    public string? Warning { get; init; }

    /// <summary>The portal it was planned for.</summary>
    public string Portal { get; init; } = "";

    /// <summary>The store it was planned from.</summary>
    public string StoreId { get; init; } = "";

    /// <summary>The id in the portal, or null where it has none yet.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The values of a user who is created, by property.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>When it was planned, UTC.</summary>
    public DateTimeOffset PlannedAt { get; init; }

    /// <summary>What became of it; null while it is only planned.</summary>
    public PortalResult? Result { get; init; }

    /// <summary>The HTTP status of the portal's answer, or null where nothing was sent.</summary>
    public int? Status { get; init; }

    /// <summary>Why it was not carried out, or null.</summary>
    public string? Reason { get; init; }

    internal PermException? Error { get; init; }

    /// <summary>True when it takes a user's place away, whatever a plan that was kept calls it.</summary>
    internal bool Deactivates => Action == PortalAction.Deactivate || (Property == PortalProperty.State && To == PortalProperty.No);

    /// <summary>True when a portal owner could no longer do that afterwards: without a seat, or with another profile.</summary>
    internal bool TakesPlace => Deactivates || (Kind == PortalKind.User && Property == "Profile");

    /// <summary>Whom or what it is about. Two users of the portal may have names that differ in case alone.</summary>
    internal (string Name, string? Id) Subject => (NameKey.Fold(Name), ExternalId is null ? null : PortalAssumptions.Key(ExternalId));

    /// <summary>The error of a step that was refused, or null.</summary>
    public PermException? GetError() => Error;

    /// <summary>The action, the name and the property.</summary>
    public override string ToString() => Property is null ? $"{Action} {Kind} {Name}" : $"{Action} {Kind} {Name} {Property}";

    internal PermPortalStep As(PortalResult result, string? reason = null, int? status = null) => this with { Result = result, Reason = reason, Status = status };

    internal PermPortalStep Refused(PermException error, int? status = null) => this with { Result = PortalResult.Refused, Reason = error.Message, Status = status, Error = error };
}
