namespace PermModule;

/// <summary>
/// Tells if users of a profile need rights that a recommendation would take from it, e.g. because they decide on requests by one of them.
/// The parts are registered when the store is opened, so that seats know none of those that build on them.
/// </summary>
/// <param name="session">The store.</param>
/// <param name="profile">The profile.</param>
/// <param name="leaving">The rights that it would lose.</param>
/// <param name="after">The tier that it would have.</param>
internal delegate bool ProfileNeed(StoreSession session, ProfileEntry profile, RightSet leaving, Tier after);
