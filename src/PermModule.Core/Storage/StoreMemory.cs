namespace PermModule.Storage;

/// <summary>What a session remembers of the state of its store, for as long as nobody changed it, in whichever process.</summary>
internal sealed class StoreMemory(StoreSession session)
{
    private ChangeWatch? _watch;
    private PermissionSnapshot? _snapshot;
    private long _snapshotVersion;
    private long _transactions = 1;
    private long _version = -1;
    private long? _versionBase;
    private long _membershipsVersion = -1;
    private bool _hasMemberships;

    /// <summary>
    /// A number that every change makes larger, in whichever process: the id of the newest audit event, and more once a backup was restored,
    /// so that it never comes again. Read from memory while SQLite says that nobody wrote.
    /// </summary>
    public long Version()
    {
        if (session.InTransaction)
        {
            return ReadVersion();
        }

        _watch ??= new ChangeWatch(session);
        if (_version < 0 || !_watch.IsSame())
        {
            _watch.Note();
            _versionBase = null;
            _version = ReadVersion();
        }

        return _version;
    }

    /// <summary>The version of the store after an event of its trail.</summary>
    public long VersionOf(long eventId) => eventId + (_versionBase ??= session.Scalar("SELECT version_base FROM store_state") ?? 0);

    /// <summary>Profiles, tiers and contract at a version that was just read; from memory while nothing of them changed.</summary>
    public PermissionSnapshot Snapshot(long version)
    {
        // Inside a transaction nobody else can change it, and we say so when we do.
        version = session.InTransaction ? -_transactions : version;
        if (_snapshot is null || _snapshotVersion != version)
        {
            _snapshot = session.InTransaction ? Refreshed() : session.ReadConsistently(() =>
            {
                version = ReadVersion();
                return Refreshed();
            });
            _snapshotVersion = version;
        }

        return _snapshot;
    }

    /// <summary>The snapshot in memory if it is that of a configuration version just read from the store.</summary>
    public PermissionSnapshot? SnapshotAt(long configurationVersion) => _snapshot?.ConfigurationVersion == configurationVersion ? _snapshot : null;

    /// <summary>True when anybody is in a group: where not, reading users need not ask for each; from memory while nothing changed.</summary>
    public bool HasMemberships(long version)
    {
        if (_membershipsVersion != version || session.InTransaction)
        {
            _hasMemberships = session.Scalar("SELECT 1 FROM group_members LIMIT 1") is not null;
            _membershipsVersion = version;
        }

        return _hasMemberships;
    }

    /// <summary>Notes that nobody else writes from now on.</summary>
    public void Locked() => _versionBase = null;

    /// <summary>Notes that what is read from now on belongs to another transaction.</summary>
    public void TransactionEnded() => _transactions++;

    /// <summary>Has the version read anew.</summary>
    public void ForgetVersion() => _version = -1;

    /// <summary>Has the snapshot read anew.</summary>
    public void ForgetSnapshot() => _snapshot = null;

    private PermissionSnapshot Refreshed()
    {
        long configuration = session.Scalar("SELECT configuration_version FROM store_state") ?? 0;
        return SnapshotAt(configuration) ?? PermissionSnapshot.Load(session, configuration);
    }

    private long ReadVersion() => VersionOf(session.Scalar("SELECT id FROM audit_events ORDER BY id DESC LIMIT 1") ?? 0);
}
