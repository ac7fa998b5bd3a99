namespace PermModule.Portal;

/// <summary>What a user of the portal is to be, or was before.</summary>
/// <param name="Values">The values by property.</param>
/// <param name="Groups">All groups of the user, or null where they are not touched.</param>
internal sealed record WantedUser(IReadOnlyDictionary<string, string?> Values, IReadOnlyList<PortalGroup>? Groups)
{
    /// <summary>The name that the user is to have, or null where that is not touched.</summary>
    public string? UserName => Values.GetValueOrDefault(nameof(PermUser.UserName));
}
