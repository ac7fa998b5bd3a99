namespace PermModule.Change;

/// <summary>A point inside a change to which a batch returns when it must be planned again.</summary>
internal sealed class ChangeStep
{
    private readonly WriteScope _scope;

    private ChangeStep(WriteScope scope) => _scope = scope;

    public static ChangeStep Open(WriteScope scope)
    {
        scope.Complete();
        scope.Session.Transaction.OpenStep();
        return new ChangeStep(scope);
    }

    /// <summary>Keeps what was changed since the step was opened.</summary>
    public void Release() => _scope.Session.Transaction.ReleaseStep();

    /// <summary>Undoes what was changed since the step was opened.</summary>
    public void Undo()
    {
        _scope.Session.Transaction.UndoStep();
        _scope.Forget();
    }
}
