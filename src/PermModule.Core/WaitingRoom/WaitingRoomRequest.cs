namespace PermModule;

/// <summary>What a user asks for.</summary>
public sealed record WaitingRoomRequest
{
    /// <summary>What is asked for.</summary>
    public required WaitingRoomKind Kind { get; init; }

    /// <summary>Who asks.</summary>
    public required UserReference Requester { get; init; }

    /// <summary>The names of the assets: at least one, each once without regard to case.</summary>
    public required IReadOnlyList<string> Assets { get; init; }

    /// <summary>Why; needed for a download.</summary>
    public string? Reason { get; init; }

    /// <summary>The assets carry a watermark, so that a right of its own downloads them directly. Matters for downloads only.</summary>
    public bool IsWatermarked { get; init; }

    /// <summary>Asks for an auditor's decision even where the requester's rights need none.</summary>
    public bool ForApproval { get; init; }
}
