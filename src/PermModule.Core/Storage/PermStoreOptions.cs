namespace PermModule;

/// <summary>How a store is opened.</summary>
public sealed record PermStoreOptions
{
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

    /// <summary>Where the time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The schema scripts, oldest first; null for those of the engine. Tests add one to see a migration.</summary>
    internal IReadOnlyList<string>? Schema { get; init; }
}
