namespace PermModule;

/// <summary>What a request asks for.</summary>
public enum WaitingRoomKind
{
    /// <summary>To download assets.</summary>
    Download = 0,

    /// <summary>To put uploaded assets into the asset bank.</summary>
    Upload = 1,

    /// <summary>To release files that the virus scanner caught.</summary>
    Quarantine = 2,
}
