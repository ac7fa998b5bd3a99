using System.Data.Common;

namespace PermModule.Storage;

/// <summary>The transaction of a session: begins, nests and ends it. A transaction inside another is a step of that one, which can fail alone.</summary>
internal sealed class StoreTransaction(StoreSession session, StoreLink link, StoreOrigin origin) : IDisposable
{
    private int _depth;

    // The depth of a change that needs no step of its own, since nothing was changed before it and all is undone in the end; 0 where there is none.
    // Within a step SQLite takes the longer for each statement the more pages that step has changed.
    private int _spared;
    private bool _isDoomed;
    private bool _isHeldOpen;
    private bool _isTrial;
    private bool _isRead;

    /// <summary>True while a transaction is open.</summary>
    public bool IsOpen => _depth > 0;

    /// <summary>True while a transaction is open in which something may be changed.</summary>
    public bool CanWrite => IsOpen && !_isRead;

    /// <summary>True while what is read now may still be undone by somebody other than the reader.</summary>
    public bool IsUndoable => _isHeldOpen || _depth > 1;

    /// <summary>What is read now comes from the store, or from a transaction that may still be undone as a whole.</summary>
    public StoreOrigin Origin { get; private set; } = origin;

    /// <summary>How many transactions have ended: what was read in one is not known to hold in the next.</summary>
    public long Ended { get; private set; }

    /// <summary>How many transactions that could write have ended.</summary>
    public long Written { get; private set; }

    /// <summary>How many times a change or step was undone: what was read before that may no longer hold.</summary>
    public long Undone { get; private set; }

    /// <summary>How many times the session acquired the right to write.</summary>
    public long Locked { get; private set; }

    /// <summary>Runs several reads on one state of the store.</summary>
    public T Read<T>(Func<T> read)
    {
        if (IsOpen)
        {
            return read();
        }

        link.BeginRead();
        _depth++;
        _isRead = true;
        try
        {
            return read();
        }
        finally
        {
            _depth--;
            _isRead = false;
            Ended++;
            if (link.IsInTransaction)
            {
                link.Commit();
            }
            else
            {
                link.Rollback();
            }
        }
    }

    /// <summary>Runs a change: all of it is committed, or nothing.</summary>
    public T Run<T>(Func<T> change)
    {
        session.RefuseIfReadOnly();
        return IsOpen ? RunStep(change) : RunOutermost(change);
    }

    /// <summary>
    /// Runs changes as <see cref="Run"/> would and rolls all of them back, to find out what would happen.
    /// In a trial transaction they stay until its end, so that the next change can build on them.
    /// </summary>
    public T Preview<T>(Func<T> change)
    {
        if (_isTrial)
        {
            return Run(change);
        }

        StoreOrigin before = Origin;
        Origin = new StoreOrigin(before);
        int spared = IsOpen ? _spared : 1;
        try
        {
            return Run<T>(() =>
            {
                _spared = spared;
                throw new PreviewResult(change());
            });
        }
        catch (PreviewResult preview)
        {
            return (T)preview.Value!;
        }
        finally
        {
            Origin = ReferenceEquals(Origin, before) ? before : Origin.Leave(isKept: false);
        }
    }

    /// <summary>Reads one state of the store from here on, until the session is disposed.</summary>
    public void HoldRead()
    {
        link.BeginRead();
        _depth = 1;
        _isHeldOpen = true;
        _isRead = true;
    }

    /// <summary>Opens a transaction that lasts until <see cref="Commit"/> or <see cref="Rollback"/>; inside another, a step of that one.</summary>
    /// <param name="isTrial">True for a transaction that is always rolled back.</param>
    public void Begin(bool isTrial = false)
    {
        session.RefuseIfReadOnly();
        if (_depth == 0)
        {
            BeginWrite();
            _isTrial = isTrial;
            _spared = isTrial ? 1 : 0;
            _depth = 1;
        }
        else
        {
            OpenStep();
        }

        _isHeldOpen = true;
        Origin = new StoreOrigin(Origin);
    }

    /// <summary>Ends the innermost open transaction and keeps its changes.</summary>
    /// <exception cref="PermConflictException"><c>TransactionRolledBack</c>.</exception>
    public void Commit()
    {
        if (_isDoomed || _depth == 0)
        {
            Rollback();
            throw RolledBack();
        }

        if (_depth > 1)
        {
            ReleaseStep();
            Origin = Origin.Leave(isKept: true);
            return;
        }

        try
        {
            link.Commit();
        }
        catch (Exception error)
        {
            Rollback();
            ThrowIfRefused(error);
            throw;
        }

        Origin = Origin.Leave(isKept: true);
        End();
    }

    /// <summary>Undoes the innermost open transaction; does nothing if none is open.</summary>
    public void Rollback()
    {
        if (_depth > 1)
        {
            UndoStep();
            Origin = Origin.Leave(isKept: false);
        }
        else
        {
            RollbackIfOpen();
            End();
        }
    }

    /// <summary>Opens a step that can be undone alone.</summary>
    public void OpenStep()
    {
        if (_isDoomed)
        {
            throw RolledBack();
        }

        if (_depth != _spared)
        {
            Step(link.OpenStep, _depth);
        }

        _depth++;
    }

    /// <summary>Keeps what the innermost step changed.</summary>
    public void ReleaseStep()
    {
        if (--_depth == _spared)
        {
            Step(_ => link.Settle(), _depth);
            _spared = 0;
        }
        else
        {
            Step(link.ReleaseStep, _depth);
        }
    }

    /// <summary>Undoes what the innermost step changed.</summary>
    public void UndoStep()
    {
        if (--_depth == _spared)
        {
            // The step is all there is, so everything is undone. Others may have written before the session goes on.
            RollbackIfOpen();
            Ended++;
            Written++;
            BeginWrite();
            return;
        }

        Undone++;

        // The engine itself rolls everything back on a full disk or an I/O error; then there is no step left.
        if (link.IsInTransaction)
        {
            Step(link.UndoStep, _depth);
        }
        else
        {
            _isDoomed = true;
        }
    }

    /// <exception cref="PermConflictException"><c>TransactionAlreadyOpen</c>.</exception>
    public void RefuseIfOpen()
    {
        if (IsOpen)
        {
            throw new PermConflictException(ErrorId.TransactionAlreadyOpen, $"A transaction is open on '{session.Path}'.", session.Path);
        }
    }

    public void Dispose()
    {
        RollbackIfOpen();
        End();
    }

    private T RunOutermost<T>(Func<T> change)
    {
        BeginWrite();
        _depth = 1;
        try
        {
            T result = change();
            link.Commit();
            link.FitBatch();
            return result;
        }
        catch (Exception error)
        {
            RollbackIfOpen();
            ThrowIfRefused(error);
            throw;
        }
        finally
        {
            End();
        }
    }

    private T RunStep<T>(Func<T> change)
    {
        OpenStep();
        int depth = _depth;
        try
        {
            T result = change();
            ReleaseStep();
            return result;
        }
        catch (Exception error)
        {
            _depth = depth;
            UndoStep();
            ThrowIfRefused(error);
            throw;
        }
    }

    private void Step(Action<int> step, int depth)
    {
        try
        {
            step(depth);
        }
        catch (DbException error)
        {
            throw session.Translate(error);
        }
    }

    private void ThrowIfRefused(Exception error)
    {
        if (error is DbException refused)
        {
            throw session.Translate(refused);
        }
    }

    private void BeginWrite()
    {
        link.BeginWrite(session.ThrowIfCancelled);
        Locked++;
    }

    private void RollbackIfOpen()
    {
        Undone += link.IsInTransaction ? 1 : 0;
        link.Rollback();
    }

    private void End()
    {
        _depth = _spared = 0;
        _isTrial = _isDoomed = _isHeldOpen = _isRead = false;
        Ended++;
        Written++;
        while (Origin.Around is not null)
        {
            Origin = Origin.Leave(isKept: false);
        }
    }

    private PermConflictException RolledBack() =>
        new(ErrorId.TransactionRolledBack, $"The transaction on '{session.Path}' was rolled back earlier, because the disk refused a step of it or the store was closed. Nothing was applied.", session.Path);
}
