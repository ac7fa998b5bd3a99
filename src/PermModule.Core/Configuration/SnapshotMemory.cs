namespace PermModule.Configuration;

/// <summary>Keeps the newest snapshot of a session in memory while no process changes profiles, tiers or contract.</summary>
internal sealed class SnapshotMemory(StoreSession session)
{
    private PermissionSnapshot? _snapshot;
    private long _version;
    private long _undone;
    private long _changedIn = -1;
    private bool _showsChange;

    /// <summary>The snapshot in memory, or null if there is none or a change of the configuration that it shows may have been undone.</summary>
    private PermissionSnapshot? Kept => !_showsChange || _undone == session.Transaction.Undone ? _snapshot : null;

    /// <summary>Profiles, tiers and contract at a version that was just read.</summary>
    public PermissionSnapshot At(long version)
    {
        // Inside a transaction no other process can change them, and this session forgets the snapshot when it does.
        version = session.InTransaction ? -session.Transaction.Ended - 1 : version;
        if (Kept is not { } kept || _version != version)
        {
            kept = session.InTransaction ? Refresh(out _) : session.ReadConsistently(() => Refresh(out version));
            (_snapshot, _version, _undone) = (kept, version, session.Transaction.Undone);
            _showsChange = session.InTransaction && _changedIn == session.Transaction.Ended;
        }

        return kept;
    }

    /// <summary>The snapshot in memory, which may be older than the store; or null.</summary>
    public PermissionSnapshot? Newest => Kept;

    /// <summary>The snapshot in memory if it has a configuration version that was just read from the store; otherwise null.</summary>
    public PermissionSnapshot? WithConfiguration(long configurationVersion) => Kept is { } kept && kept.ConfigurationVersion == configurationVersion ? kept : null;

    /// <summary>Forgets the snapshot because profiles, tiers or contract are about to change.</summary>
    public void Forget()
    {
        _snapshot = null;
        _changedIn = session.Transaction.Ended;
    }

    /// <summary>Says that a snapshot is going to be read, where none is in memory.</summary>
    public void Announce()
    {
        if (Kept is null)
        {
            PermissionSnapshot.Announce(session);
        }
    }

    private PermissionSnapshot Refresh(out long version)
    {
        Announce();
        StoreHead head = session.Head();
        version = head.Version;
        if (WithConfiguration(head.ConfigurationVersion) is { } kept)
        {
            return kept;
        }

        PermissionSnapshot.Announce(session);
        return PermissionSnapshot.Load(session, head.ConfigurationVersion);
    }
}
