namespace PermModule;

/// <summary>
/// What a part of the store does about a user who is being removed: it lets go of what it holds of the user, inside the same change.
/// The parts are registered when the store is opened, so that users know none of those that build on them.
/// </summary>
/// <param name="Question">What is held of a user, asked by the id, <c>$1</c>, so that it can be asked for many at once where a question costs a round trip.</param>
/// <param name="Depart">
/// Reads the answer, and returns what lets go of what is held, or null where nothing is. That tells what comes of it, a phrase each, e.g. <c>2 pending requests are closed</c>.
/// </param>
internal sealed record UserDeparture(string Question, Func<Statement, UserOutline, Func<WriteScope, IEnumerable<string>>?> Depart)
{
    private readonly string _byName = Question.Replace("= $1", "= (SELECT u.id FROM users u WHERE u.user_name_key = $1)", StringComparison.Ordinal);

    /// <summary>Says that a user is going to depart of whom only the name is known.</summary>
    public void Announce(StoreSession session, string userKey) => session.Announce(_byName, userKey);

    /// <summary>Says that a user is going to depart.</summary>
    public void Announce(StoreSession session, long user) => session.Announce(Question, user);

    /// <summary>What lets go of what is held of a user, or null where nothing is.</summary>
    /// <param name="session">The store.</param>
    /// <param name="user">The user.</param>
    /// <param name="isNamed">True where the user was announced by name.</param>
    public Func<WriteScope, IEnumerable<string>>? Look(StoreSession session, UserOutline user, bool isNamed)
    {
        using Statement row = isNamed ? session.Query(_byName, user.UserNameKey) : session.Query(Question, user.Id);
        return Depart(row, user);
    }
}
