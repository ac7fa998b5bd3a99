namespace PermModule;

/// <summary>
/// What a part of the store does about a user who is being removed: it lets go of what it holds of the user, inside the same change.
/// The parts are registered when the store is opened, so that users know none of those that build on them.
/// </summary>
/// <param name="Question">The first that is asked of a user, by id, so that it can be asked for many at once where a question costs a round trip.</param>
/// <param name="Depart">
/// Looks what is held of a user, and returns what lets go of it, or null where nothing is held. That tells what comes of it, a phrase each, e.g. <c>2 pending requests are closed</c>.
/// </param>
internal sealed record UserDeparture(string Question, Func<StoreSession, UserOutline, Func<WriteScope, IEnumerable<string>>?> Depart);
