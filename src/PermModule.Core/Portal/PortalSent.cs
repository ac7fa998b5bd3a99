namespace PermModule.Portal;

/// <summary>A request that was noted before it was sent.</summary>
/// <param name="Id">The event that tells of it.</param>
/// <param name="UserName">The user it is about.</param>
/// <param name="ExternalId">The user's id in the portal; null for one who is created.</param>
/// <param name="Wanted">What it asks for.</param>
internal sealed record PortalSent(long Id, string UserName, string? ExternalId, WantedUser Wanted);
