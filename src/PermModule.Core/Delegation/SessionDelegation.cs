namespace PermModule.Delegation;

/// <summary>Has a session ask for the rights of the user in whose name the store is used.</summary>
internal static class SessionDelegation
{
    /// <summary>The acting user as they are now, or null if no one's rights are asked for.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>: removed or deactivated since.</exception>
    public static ActingUser? Acting(this StoreSession session)
    {
        Authorship author = Authorship.Of(session);
        return author.UserId is { } id ? ActingUser.Load(author.Present ?? session, id, author) : null;
    }

    /// <summary>Says that the acting user is going to be asked for.</summary>
    public static void AnnounceActing(this StoreSession session)
    {
        if (Authorship.Of(session) is { UserId: { } id, Present: null })
        {
            UserOutline.Announce(session, id);
        }
    }

    /// <summary>From here on, asks a user's rights for every change and names that user in the trail; null asks no one's.</summary>
    /// <exception cref="PermException"><c>UserNotFound</c>, <c>NotPermitted</c>: unknown or inactive.</exception>
    /// <param name="session">The session.</param>
    /// <param name="userName">The user by name, or null.</param>
    /// <param name="id">The user by id, which goes before the name; or null.</param>
    public static void ActAs(this StoreSession session, string? userName, long? id = null)
    {
        if (userName is not null)
        {
            Authorship.Of(session).UserId = id ?? UserOutline.Resolve(session, UserReference.ByName(userName)).Id;
            session.Acting();
        }
    }

    /// <summary>Asks for the right that an action needs which writes nothing.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>.</exception>
    public static void Demand(this StoreSession session, DelegatedAction action, object? target) => session.Read(() =>
    {
        session.Acting()?.Demand(action, target);
        return true;
    });
}
