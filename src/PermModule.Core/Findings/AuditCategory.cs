namespace PermModule;

/// <summary>What an audit rule is about.</summary>
public enum AuditCategory
{
    /// <summary>The contract and who occupies its seats.</summary>
    Seats = 0,

    /// <summary>Which rights a profile holds.</summary>
    Profiles = 1,

    /// <summary>Who runs the portal.</summary>
    Governance = 2,

    /// <summary>Requests that wait for an auditor.</summary>
    WaitingRoom = 3,

    /// <summary>Whether the store and its history can be trusted.</summary>
    Integrity = 4,
}
