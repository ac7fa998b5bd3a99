namespace PermModule.Portal;

/// <summary>
/// Finds out what a token is good for: two things decide, its scopes and the roles in the profile of its user. Reading is tried,
/// since a permanent token does not tell its scopes; writing is not tried.
/// </summary>
internal sealed class PortalSurvey(PortalClient client, CancellationToken token)
{
    private readonly PortalReader _reader = new(client, token);
    private readonly List<string> _missing = [];

    public async Task<PermPortal> Run()
    {
        PortalUser user = await _reader.CurrentUser();
        PortalProfile? own = user.ProfileId is null ? null : await Try("its own profile (scope current.profile:read)", () => _reader.Profile(user.ProfileId));
        HashSet<string>? roles = own is null ? null : new HashSet<string>(own.Roles, StringComparer.OrdinalIgnoreCase);
        bool readsUsers = await Try("users (scope admin.user:read, role USERMANAGEMENT)", _reader.TryUsers) is not null;
        bool readsProfiles = await Try("profiles (scope admin.profile:read, role PERMISSIONMANAGEMENT)", async () => await _reader.AllProfiles()) is not null;
        bool readsGroups = await Try("groups (role GROUPMANAGEMENT)", async () => await _reader.Groups()) is not null;

        // Without both roles users get created, but not with the profile that was asked for.
        bool hasScope = Has(client.KnowsScopes ? client.Scopes.Contains("admin.user:write", StringComparer.Ordinal) : null, "scope admin.user:write");
        bool mayManageUsers = Has(roles?.Contains("USERMANAGEMENT"), "role USERMANAGEMENT");
        bool mayManageProfiles = Has(roles?.Contains("PERMISSIONMANAGEMENT"), "role PERMISSIONMANAGEMENT");
        bool mayManageGroups = Has(roles?.Contains("GROUPMANAGEMENT"), "role GROUPMANAGEMENT");
        bool writesUsers = readsUsers && readsProfiles && hasScope && mayManageUsers && mayManageProfiles;
        List<PortalAccess> can = [];
        Add(PortalAccess.Read, readsUsers && readsProfiles);
        Add(PortalAccess.WriteUsers, writesUsers);
        Add(PortalAccess.WriteGroups, writesUsers && readsGroups && mayManageGroups);
        return PermPortal.From(client, user, own?.Name, can, _missing);

        void Add(PortalAccess access, bool isPossible)
        {
            if (isPossible)
            {
                can.Add(access);
            }
        }
    }

    /// <summary>What cannot be known is not taken for missing: the portal itself will refuse.</summary>
    private bool Has(bool? isThere, string what)
    {
        if (isThere == false)
        {
            _missing.Add(what);
        }

        return isThere != false;
    }

    private async Task<T?> Try<T>(string what, Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (PermNotPermittedException error) when (error.ErrorId == ErrorId.PortalForbidden)
        {
            _missing.Add("reading " + what);
            return null;
        }
    }
}
