namespace PermModule;

/// <summary>
/// What a part of the store does about a user who is being removed: it lets go of what it holds of the user, inside the same change.
/// The parts are registered when the store is opened, so that users know none of those that build on them.
/// </summary>
/// <param name="scope">The change in hand.</param>
/// <param name="user">The user who is being removed.</param>
/// <returns>What comes of it, a phrase each, e.g. <c>2 pending requests are closed</c>.</returns>
internal delegate IEnumerable<string> UserDeparture(WriteScope scope, UserOutline user);
