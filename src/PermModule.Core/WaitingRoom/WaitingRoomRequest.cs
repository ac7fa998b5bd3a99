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

    /// <summary>Which file of the assets is asked for. Matters for downloads only, as do the three properties that follow.</summary>
    public AssetFile File { get; init; }

    /// <summary>The assets carry a watermark, so that one right decides whichever file is asked for.</summary>
    public bool IsWatermarked { get; init; }

    /// <summary>The assets are archived, which takes a further right.</summary>
    public bool IsArchived { get; init; }

    /// <summary>The use of the assets is limited, which takes a further right.</summary>
    public bool IsLimitedUsage { get; init; }

    /// <summary>Asks for an auditor's decision even where the requester's rights need none.</summary>
    public bool ForApproval { get; init; }
}
