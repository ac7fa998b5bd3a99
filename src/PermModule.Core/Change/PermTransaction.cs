namespace PermModule;

/// <summary>A transaction around several changes. Disposed before it is committed, it undoes them all.</summary>
public sealed class PermTransaction : IDisposable
{
    private readonly StoreSession _session;
    private bool _isOver;

    internal PermTransaction(StoreSession session, bool isTrial)
    {
        _session = session;
        session.Transaction.Begin(isTrial);
    }

    /// <summary>Applies the changes; once it returns they are on disk, unless this is a step of another transaction.</summary>
    /// <exception cref="PermConflictException"><c>TransactionRolledBack</c>: the store undid the transaction earlier, for want of room or because it was closed.</exception>
    /// <exception cref="PermBusyException">The disk refused; nothing was applied.</exception>
    public void Commit()
    {
        _isOver = true;
        _session.Transaction.Commit();
    }

    /// <summary>Undoes the changes unless they were committed.</summary>
    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            _session.Transaction.Rollback();
        }
    }
}
