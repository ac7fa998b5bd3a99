namespace PermModule;

/// <summary>A point inside a change to which a batch returns when it must be planned anew.</summary>
internal sealed class UserSavepoint
{
    private readonly WriteScope _scope;

    private UserSavepoint(WriteScope scope) => _scope = scope;

    public static UserSavepoint Open(WriteScope scope)
    {
        scope.Complete();
        scope.Session.Execute("SAVEPOINT batch");
        return new UserSavepoint(scope);
    }

    public void Release() => _scope.Session.Execute("RELEASE batch");

    public void Rollback()
    {
        _scope.Session.Execute("ROLLBACK TO batch");
        _scope.Session.Execute("RELEASE batch");
        _scope.Forget();
    }
}
