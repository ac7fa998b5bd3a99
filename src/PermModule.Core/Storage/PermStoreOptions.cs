using System.Net;

namespace PermModule;

/// <summary>How a store is opened.</summary>
public sealed record PermStoreOptions
{
    private readonly bool? _followsServer;

    /// <summary>Who the audit trail names as the author of changes; the account of the operating system unless given.</summary>
    public string? Actor { get; init; }

    /// <summary>The name of a user in whose name the store is used: their rights are enforced and the trail names them.</summary>
    public string? ActingUser { get; init; }

    /// <summary>The id of the acting user where another session knows it: a name may be someone else's by now.</summary>
    internal long? ActingUserId { get; init; }

    /// <summary>Refuses every change.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>How long a change waits for another process that writes; 10 s unless given.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The account on the server of a store, where the connection string names none; its password is taken from nowhere else then.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>
    /// How old an answer about rights may be that is given from memory, for a store on a server; zero, unless given, asks the server each time.
    /// Changes are always checked against what the store holds.
    /// </summary>
    public TimeSpan MaxStaleness { get; init; }

    /// <summary>Where the time comes from; for a store on a server, the clock of this host is set by that of the server.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>True where the clock is set by that of the server: unless the caller brings one of their own. Tests say so to see a clock that is wrong.</summary>
    internal bool FollowsServer
    {
        get => _followsServer ?? Time == TimeProvider.System;
        init => _followsServer = value;
    }

    /// <summary>How long a transaction may wait for its own process before a server ends it, and others get their turn.</summary>
    internal TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The schema scripts, oldest first; null for those of the engine. Tests add one to see a migration.</summary>
    internal IReadOnlyList<string>? Schema { get; init; }
}
