namespace PermModule.Change;

/// <summary>Runs the changes of a session, one inside another where they nest.</summary>
internal sealed class ChangeRunner(StoreSession session)
{
    private WriteScope? _scope;

    /// <summary>Runs a change: all of it is committed, with its events and counters, or nothing.</summary>
    public T Run<T>(Func<WriteScope, T> change) => Inside(() =>
    {
        session.AnnounceSnapshot();
        if (!session.InTransaction)
        {
            StoreHead.Announce(session);
            session.AnnounceActing();
        }

        return session.Transaction.Run(() =>
        {
            WriteScope scope = _scope = new WriteScope(session);
            T result = change(scope);
            scope.Complete();
            return result;
        });
    });

    /// <summary>Runs changes and rolls all of them back, to find out what would happen.</summary>
    public T Preview<T>(Func<T> changes) => Inside(() => session.Transaction.Preview(changes));

    private T Inside<T>(Func<T> run)
    {
        WriteScope? outer = _scope;
        outer?.Complete();
        try
        {
            return run();
        }
        finally
        {
            outer?.Forget();
            _scope = outer;
        }
    }
}
