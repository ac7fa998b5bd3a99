namespace PermModule.Storage;

/// <summary>
/// Numbers the states of a store: the id of the newest event, plus a base that a restore raises, so that every change of any process makes the version larger
/// and no version comes again.
/// </summary>
internal sealed class StoreVersion(StoreSession session, StoreLink link)
{
    private bool _isWatching;
    private long _version = -1;
    private long _versionWritten;
    private long? _base;
    private long _baseLocked;

    /// <summary>The version now; from memory while the engine says that no process wrote.</summary>
    public long Current()
    {
        if (session.InTransaction)
        {
            return Read();
        }

        if (_version < 0 || _versionWritten != session.Transaction.Written || !_isWatching || !link.IsUnchanged())
        {
            link.NoteState();
            _isWatching = true;
            _base = null;
            _version = Read();
            _versionWritten = session.Transaction.Written;
        }

        return _version;
    }

    /// <summary>The version of the store after an event of its trail.</summary>
    public long Of(long eventId)
    {
        // While a transaction writes, no restore can come in between.
        if (_base is null || _baseLocked != session.Transaction.Locked)
        {
            _base = session.Scalar("SELECT version_base FROM store_state") ?? 0;
            _baseLocked = session.Transaction.Locked;
        }

        return eventId + _base.Value;
    }

    private long Read() => Of(session.Scalar("SELECT id FROM audit_events ORDER BY id DESC LIMIT 1") ?? 0);
}
