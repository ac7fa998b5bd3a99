namespace PermModule;

/// <summary>Who may decide on requests, and on which.</summary>
public sealed record WaitingRoomAuditor : INamedUser
{
    /// <summary>The user.</summary>
    public required string UserName { get; init; }

    /// <summary>The profile that holds the rights.</summary>
    public required string ProfileName { get; init; }

    /// <summary>True when the user may decide on download requests, except their own.</summary>
    public required bool Download { get; init; }

    /// <summary>True when the user may decide on upload requests, except their own.</summary>
    public required bool Upload { get; init; }

    /// <summary>True when the user may decide on quarantined assets, except their own.</summary>
    public required bool Quarantine { get; init; }

    /// <summary>Where it was read.</summary>
    internal ReadOrigin Origin { get; init; }

    /// <summary>The user, whatever the name is by now.</summary>
    internal UserKey? Stored { get; init; }

    /// <summary>The user and the kinds.</summary>
    public override string ToString() =>
        $"{UserName}: {string.Join(", ", new[] { (Download, nameof(Download)), (Upload, nameof(Upload)), (Quarantine, nameof(Quarantine)) }.Where(kind => kind.Item1).Select(kind => kind.Item2))}";
}
