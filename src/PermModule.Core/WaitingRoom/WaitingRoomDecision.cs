namespace PermModule;

/// <summary>What an auditor decides on a request or on some of its assets.</summary>
public sealed record WaitingRoomDecision
{
    /// <summary>The request.</summary>
    public required WaitingRoomReference Item { get; init; }

    /// <summary>True to approve, false to deny.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>Who decides; the acting user of the store unless given.</summary>
    public UserReference? Auditor { get; init; }

    /// <summary>
    /// The assets it is about. Null means those that are pending; where none is, an approval means those that were denied.
    /// </summary>
    public IReadOnlyList<string>? Assets { get; init; }

    /// <summary>What the auditor says of it, or null.</summary>
    public string? Comment { get; init; }
}
