namespace PermModule.Portal;

/// <summary>What a store keeps of its portal: which portal it is, which profile and group there is which here, and the role codes as the portal gave them.</summary>
internal sealed class PortalLinks
{
    private readonly StoreSession _session;
    private readonly Dictionary<string, long> _profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _roles = [];
    private readonly Dictionary<string, long> _groups = new(StringComparer.Ordinal);

    public PortalLinks(StoreSession session)
    {
        _session = session;
        Portal = session.Rows<string>("SELECT portal FROM portal_link") is [var portal, ..] ? portal : null;
        StoreId = StoreHead.StoreId(session);
        foreach ((long id, string key, string roles) in session.Rows<(long, string, string)>("SELECT profile_id, external_key, roles FROM portal_profiles"))
        {
            _profiles.Add(key, id);
            _roles.Add(id, roles);
        }

        foreach ((long id, string key) in session.Rows<(long, string)>("SELECT group_id, external_key FROM portal_groups"))
        {
            _groups.Add(key, id);
        }
    }

    /// <summary>The portal that the store was synchronized with, or null.</summary>
    public string? Portal { get; private set; }

    /// <summary>Identifies the store in a plan.</summary>
    public string StoreId { get; }

    public long? ProfileId(string externalId) => _profiles.TryGetValue(PortalAssumptions.Key(externalId), out long id) ? id : null;

    public long? GroupId(string externalId) => _groups.TryGetValue(PortalAssumptions.Key(externalId), out long id) ? id : null;

    /// <summary>True when a group of the store is noted as one of the portal.</summary>
    public bool HasGroup(long groupId) => _groups.ContainsValue(groupId);

    /// <summary>The role codes that the portal gave for a profile, or null where it never did.</summary>
    public IReadOnlyList<string>? Roles(long profileId) => _roles.TryGetValue(profileId, out string? roles) ? Split(roles) : null;

    /// <summary>Notes which portal the store belongs to, once.</summary>
    public void SetPortal(WriteScope scope, Uri portal)
    {
        string uri = portal.ToString();
        if (Portal == uri)
        {
            return;
        }

        string? before = Portal;
        scope.Audit.Write(
            AuditAction.PortalLinked,
            PortalTrail.TargetType,
            portal.Authority,
            targetId: null,
            before is null ? null : json => json.WriteString(nameof(Portal), before),
            json => json.WriteString(nameof(Portal), uri));
        _session.Send("DELETE FROM portal_link");
        _session.Send("INSERT INTO portal_link (id, portal) VALUES (1, $1)", uri);
        Portal = uri;
    }

    /// <summary>Notes which profile of the portal a profile is, and its role codes.</summary>
    public void LinkProfile(long profileId, PortalProfile profile)
    {
        string key = PortalAssumptions.Key(profile.Id!);
        string roles = Join(profile.Roles);
        if (_profiles.TryGetValue(key, out long known) && known == profileId && _roles[profileId] == roles)
        {
            return;
        }

        _session.Send("DELETE FROM portal_profiles WHERE profile_id = $1 OR external_key = $2", profileId, key);
        _session.Send("INSERT INTO portal_profiles (profile_id, external_key, roles) VALUES ($1, $2, $3)", profileId, key, roles);
        _profiles[key] = profileId;
        _roles[profileId] = roles;
    }

    /// <summary>Notes which group of the portal a group is.</summary>
    public void LinkGroup(long groupId, string externalId)
    {
        string key = PortalAssumptions.Key(externalId);
        if (_groups.TryGetValue(key, out long known) && known == groupId)
        {
            return;
        }

        _session.Send("DELETE FROM portal_groups WHERE group_id = $1 OR external_key = $2", groupId, key);
        _session.Send("INSERT INTO portal_groups (group_id, external_key) VALUES ($1, $2)", groupId, key);
        _groups[key] = groupId;
    }

    /// <summary>Role codes in one text, sorted: their order means nothing, and some hold blanks.</summary>
    public static string Join(IEnumerable<string> roles) => string.Join('\n', roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string[] Split(string roles) => roles.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
