namespace PermModule;

/// <summary>How steps are carried out.</summary>
public sealed record PortalSyncOptions
{
    /// <summary>The most users that may be deactivated: a number, or a percentage of the active users such as <c>10%</c>. Unless given, ten percent and at least ten.</summary>
    public string? MaxDeactivate { get; init; }

    /// <summary>Lets a store that was synchronized with another portal so far be synchronized with this one.</summary>
    public bool Force { get; init; }

    /// <summary>Checks everything and says what would happen, without writing anything anywhere.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Told how far it is.</summary>
    public Action<PortalProgress>? Progress { get; init; }

    /// <summary>Told what the caller should know before it goes on.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Stops it.</summary>
    public CancellationToken Token { get; init; }
}
