namespace PermModule.Storage;

/// <summary>
/// Numbers the states of a store: the id of the newest event, plus a base that a restore raises, so that every change of any process makes the version larger
/// and no version comes again.
/// </summary>
internal sealed class StoreVersion(StoreSession session, StoreLink link)
{
    private bool _isWatching;
    private long _version;
    private long _versionWritten;
    private long? _base;
    private long? _mark;
    private long _baseLocked;

    /// <summary>The version now; from memory while the engine says that no process wrote.</summary>
    public long Current()
    {
        if (session.InTransaction)
        {
            return Head().Version;
        }

        if (!_isWatching || _versionWritten != session.Transaction.Written || !link.IsUnchanged())
        {
            _isWatching = false;
            link.NoteState();
            (_version, _versionWritten) = (Head().Version, session.Transaction.Written);
            _isWatching = true;
        }

        return _version;
    }

    /// <summary>The version of the store after an event of its trail.</summary>
    public long Of(long eventId)
    {
        // While a transaction writes, no restore can come in between.
        if (_base is null || _baseLocked != session.Transaction.Locked)
        {
            Head();
        }

        return eventId + _base!.Value;
    }

    /// <summary>The newest event and what the store says of itself.</summary>
    /// <exception cref="PermConflictException"><c>StoreReplaced</c>.</exception>
    public StoreHead Head()
    {
        StoreHead head = StoreHead.Read(session);
        RefuseIfReplaced(head.Mark);
        (_base, _baseLocked) = (head.VersionBase, session.Transaction.Locked);
        return head;
    }

    /// <summary>Refuses a store that is not the one that was opened: what is in memory is of that one, and may have the same versions.</summary>
    /// <param name="mark">What was read with the expression of <see cref="StoreLink.StateMark"/>.</param>
    /// <exception cref="PermConflictException"><c>StoreReplaced</c>.</exception>
    public void RefuseIfReplaced(long mark)
    {
        _mark ??= mark;
        if (_mark != mark)
        {
            throw new PermConflictException(ErrorId.StoreReplaced, $"Another store took the place of '{session.Path}' while it was open. Nothing was changed.", session.Path) { Detail = ErrorDetail.Server };
        }
    }
}
