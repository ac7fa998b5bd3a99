namespace PermModule;

/// <summary>
/// What a part of the store does when a user who is being removed hands over to another: what it holds of the one passes to the other, inside the same change.
/// What cannot pass is left to the <see cref="UserDeparture"/> that follows.
/// </summary>
/// <param name="scope">The change in hand.</param>
/// <param name="from">Who is being removed.</param>
/// <param name="to">Who takes over.</param>
/// <returns>What passes, a phrase each, e.g. <c>the role Champion goes to 'bob'</c>.</returns>
internal delegate IEnumerable<string> UserHandover(WriteScope scope, UserOutline from, UserOutline to);
