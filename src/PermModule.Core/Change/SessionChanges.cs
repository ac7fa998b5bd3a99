namespace PermModule.Change;

/// <summary>Changes a store through its session.</summary>
internal static class SessionChanges
{
    /// <inheritdoc cref="ChangeRunner.Run"/>
    public static T Write<T>(this StoreSession session, Func<WriteScope, T> change) => Runner(session).Run(change);

    /// <inheritdoc cref="ChangeRunner.Preview"/>
    public static T Preview<T>(this StoreSession session, Func<T> changes) => Runner(session).Preview(changes);

    private static ChangeRunner Runner(StoreSession session) => session.Part(static owner => new ChangeRunner(owner));
}
