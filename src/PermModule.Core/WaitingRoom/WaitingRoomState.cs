namespace PermModule;

/// <summary>Where a request or one of its assets stands.</summary>
public enum WaitingRoomState
{
    /// <summary>An auditor has to decide; of a request: at least on one of its assets.</summary>
    Pending = 0,

    /// <summary>Allowed.</summary>
    Approved = 1,

    /// <summary>Refused.</summary>
    Denied = 2,

    /// <summary>Of a request only: all is decided, some assets approved and some denied.</summary>
    Mixed = 3,
}
