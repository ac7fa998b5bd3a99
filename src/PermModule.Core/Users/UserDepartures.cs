namespace PermModule;

/// <summary>
/// What has to happen when a user is removed. Concepts that keep something of users say so here,
/// so that removing a user need not know them.
/// </summary>
internal sealed class UserDepartures
{
    private readonly List<Action<WriteScope, UserOutline>> _handlers = [];

    public static UserDepartures Of(StoreSession session) => session.Part(static _ => new UserDepartures());

    /// <summary>Adds what runs inside the change that removes a user, before the user goes.</summary>
    public void Add(Action<WriteScope, UserOutline> handler) => _handlers.Add(handler);

    /// <summary>Runs what was added, in order.</summary>
    public void Leave(WriteScope scope, UserOutline user)
    {
        foreach (Action<WriteScope, UserOutline> handler in _handlers)
        {
            handler(scope, user);
        }
    }
}
