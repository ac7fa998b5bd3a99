using System.Diagnostics.CodeAnalysis;

namespace PermModule.Portal;

/// <summary>Which profile and which group of the portal is which of the store: by the id noted earlier, otherwise by a name that only one has.</summary>
internal sealed class PortalMaps
{
    private readonly PermissionSnapshot _snapshot;
    private readonly Dictionary<string, PortalProfile> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProfileEntry> _toStore = new(StringComparer.Ordinal);
    private readonly Dictionary<long, PortalProfile> _toPortal = [];
    private readonly Dictionary<string, string> _groupToStore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _listedGroups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groupIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ambiguousGroups = new(StringComparer.Ordinal);

    private readonly StoreSession _session;
    private Dictionary<long, string> _storeGroups;
    private HashSet<string>? _storeGroupKeys;
    private HashSet<string>? _notedGroupKeys;

    private PortalMaps(StoreSession session)
    {
        _session = session;
        _snapshot = session.Snapshot();
        _storeGroups = ReadStoreGroups();
        Links = new PortalLinks(session);
    }

    public PortalLinks Links { get; }

    public PermissionSnapshot Snapshot => _snapshot;

    /// <summary>The profiles of the portal that have an id and a name.</summary>
    public IReadOnlyList<PortalProfile> Profiles { get; private set; } = [];

    /// <summary>The groups of the portal, or null where they cannot be read.</summary>
    public IReadOnlyList<PortalGroup>? Groups { get; private set; }

    /// <summary>Profiles of the portal whose name others have too, and which no note tells apart.</summary>
    public IReadOnlyList<PortalProfile> AmbiguousProfiles { get; private set; } = [];

    public static PortalMaps Load(StoreSession session, PortalReader reader, PortalWait wait)
    {
        List<PortalProfile> profiles = wait.For(reader.AllProfiles());
        List<PortalGroup>? groups = ReadGroups(reader, wait);
        return Load(session, [.. profiles.Where(profile => profile?.Id is not null && profile.Name is not null)], groups);
    }

    /// <summary>The same profiles and groups of the portal, paired with those that the store has now.</summary>
    public PortalMaps WithStoreOfNow() => Load(_session, Profiles, Groups);

    /// <summary>The profile of the portal with an id.</summary>
    public bool TryProfile(string? externalId, [NotNullWhen(true)] out PortalProfile? profile)
    {
        profile = null;
        return externalId is not null && _byKey.TryGetValue(PortalAssumptions.Key(externalId), out profile);
    }

    /// <summary>The store's profile that a profile of the portal is, or null.</summary>
    public ProfileEntry? ToStore(PortalProfile profile) => _toStore.GetValueOrDefault(PortalAssumptions.Key(profile.Id!));

    /// <summary>The portal's profile that a profile of the store is, or null.</summary>
    public PortalProfile? ToPortal(ProfileEntry profile) => _toPortal.GetValueOrDefault(profile.Id);

    public PortalProfile? ToPortal(string storeName) => _snapshot.TryProfile(storeName, out ProfileEntry? profile) ? ToPortal(profile) : null;

    /// <summary>What the store calls the profile with an id of the portal, now or after a pull; null where the portal has no such profile.</summary>
    public string? ProfileName(string? externalId) => TryProfile(externalId, out PortalProfile? profile) ? ToStore(profile)?.Name ?? profile.Name : null;

    /// <summary>The tier of a profile by the name the store has for it; null where the store has none.</summary>
    public Tier? TierOf(string? profileName)
    {
        if (profileName is null)
        {
            return null;
        }

        if (_snapshot.TryProfile(profileName, out ProfileEntry? profile))
        {
            return profile.Tier;
        }

        PortalProfile? portal = Profiles.FirstOrDefault(known => NameKey.Fold(known.Name!) == NameKey.Fold(profileName));
        return portal is null ? null : _snapshot.Tiers.Of(RightCatalogue.Default.Closure(RoleCodes.Default.RightsOf(portal.Roles)));
    }

    /// <summary>What the store calls a group of the portal, now or after a pull.</summary>
    public string GroupName(PortalGroup group) => group.Id is not null && _groupToStore.GetValueOrDefault(PortalAssumptions.Key(group.Id)) is { } name ? name : group.Name ?? ListedName(group) ?? "";

    /// <summary>The id under which the portal takes a group that the store calls so, or null.</summary>
    public string? GroupId(string storeName) => _groupIds.GetValueOrDefault(NameKey.Fold(storeName));

    /// <summary>True when the portal has several groups of this name.</summary>
    public bool IsAmbiguousGroup(string name) => _ambiguousGroups.Contains(NameKey.Fold(name));

    /// <summary>True when the store has a group of this name.</summary>
    public bool HasInStore(string name) => (_storeGroupKeys ??= [.. _storeGroups.Values.Select(NameKey.Fold)]).Contains(NameKey.Fold(name));

    /// <summary>True when the portal is known to have a group that the store calls so. Where it does not list its groups, only those that were noted earlier are.</summary>
    public bool HasInPortal(string name) => Groups is null
        ? (_notedGroupKeys ??= [.. _storeGroups.Where(group => Links.HasGroup(group.Key)).Select(group => NameKey.Fold(group.Value))]).Contains(NameKey.Fold(name))
        : _groupIds.ContainsKey(NameKey.Fold(name));

    /// <summary>The groups of a user by the names of the store; null where the portal does not tell them.</summary>
    public IReadOnlyList<string>? GroupsOf(PortalUser user)
    {
        if (user.Groups is null)
        {
            return null;
        }

        IReadOnlyList<PortalGroup> groups = Identify(user);
        foreach (PortalGroup group in groups.Where(group => group.Id is not null && group.Name is not null))
        {
            string key = NameKey.Fold(group.Name!);
            if (Groups is null && _groupIds.TryGetValue(key, out string? known) && PortalAssumptions.Key(known) != PortalAssumptions.Key(group.Id!))
            {
                _ambiguousGroups.Add(key);
            }

            // The id that comes with a user is in the spelling in which users are written.
            _groupIds[key] = group.Id!;
        }

        return [.. groups.Select(group => group.Name).OfType<string>().DistinctBy(NameKey.Fold, StringComparer.Ordinal).OrderBy(NameKey.Fold, StringComparer.Ordinal)];
    }

    /// <summary>The groups of a user, each by the name of the store and by its id, as far as the portal tells them: it may show a group with only one of the two.</summary>
    public IReadOnlyList<PortalGroup> Identify(PortalUser user) =>
    [
        .. (user.Groups ?? []).Select(group => (Group: group, Name: GroupName(group))).Select(group => new PortalGroup
        {
            Id = group.Group.Id ?? (group.Name.Length == 0 || IsAmbiguousGroup(group.Name) ? null : GroupId(group.Name)),
            Name = group.Name.Length == 0 ? null : group.Name,
        }),
    ];

    /// <summary>The groups of a user of the store, by name.</summary>
    public IReadOnlyList<string> GroupsOf(UserRow row)
    {
        if (row.Groups.Length == 0)
        {
            return [];
        }

        if (!Array.TrueForAll(row.Groups, _storeGroups.ContainsKey))
        {
            // Somebody has made a group since.
            _storeGroups = ReadStoreGroups();
            (_storeGroupKeys, _notedGroupKeys) = (null, null);
        }

        return [.. row.Groups.Select(id => _storeGroups[id])];
    }

    private string? ListedName(PortalGroup group) => group.Id is null ? null : _listedGroups.GetValueOrDefault(PortalAssumptions.Key(group.Id));

    private Dictionary<long, string> ReadStoreGroups() => _session.Read(() => _session.Rows<(long Id, string Name)>("SELECT id, name FROM user_groups").ToDictionary(group => group.Id, group => group.Name));

    private static PortalMaps Load(StoreSession session, IReadOnlyList<PortalProfile> profiles, IReadOnlyList<PortalGroup>? groups) => session.ReadConsistently(() =>
    {
        PortalMaps maps = new(session) { Groups = groups };
        maps.AddProfiles(profiles);
        maps.AddGroups(groups ?? []);
        return maps;
    });

    private static List<PortalGroup>? ReadGroups(PortalReader reader, PortalWait wait)
    {
        try
        {
            return wait.For(reader.Groups());
        }
        catch (PermNotPermittedException error) when (error.ErrorId == ErrorId.PortalForbidden)
        {
            return null;
        }
    }

    private void AddProfiles(IReadOnlyList<PortalProfile> profiles)
    {
        Profiles = profiles;
        foreach (PortalProfile profile in profiles.Where(profile => _byKey.TryAdd(PortalAssumptions.Key(profile.Id!), profile)))
        {
            if (Links.ProfileId(profile.Id!) is { } id && _snapshot.Has(id))
            {
                Pair(profile, _snapshot.Profile(id));
            }
        }

        List<PortalProfile> ambiguous = [];
        foreach (IGrouping<string, PortalProfile> named in profiles.Where(profile => ToStore(profile) is null).GroupBy(profile => NameKey.Fold(profile.Name!), StringComparer.Ordinal))
        {
            PortalProfile[] all = [.. named.DistinctBy(profile => PortalAssumptions.Key(profile.Id!), StringComparer.Ordinal)];
            if (all.Length > 1)
            {
                ambiguous.AddRange(all);
            }
            else if (_snapshot.TryProfile(all[0].Name!, out ProfileEntry? stored))
            {
                if (!_toPortal.TryGetValue(stored.Id, out PortalProfile? linked))
                {
                    Pair(all[0], stored);
                }
                else if (NameKey.Fold(linked.Name!) == named.Key)
                {
                    ambiguous.Add(all[0]);
                }
            }
        }

        AmbiguousProfiles = ambiguous;
    }

    private void Pair(PortalProfile profile, ProfileEntry stored)
    {
        _toStore[PortalAssumptions.Key(profile.Id!)] = stored;
        _toPortal[stored.Id] = profile;
    }

    private void AddGroups(IReadOnlyList<PortalGroup> groups)
    {
        foreach (PortalGroup group in groups)
        {
            if (Links.GroupId(group.Id!) is { } id && _storeGroups.TryGetValue(id, out string? name))
            {
                _groupToStore[PortalAssumptions.Key(group.Id!)] = name;
            }

            _listedGroups.TryAdd(PortalAssumptions.Key(group.Id!), group.Name!);
            string key = NameKey.Fold(GroupName(group));
            if (!_groupIds.TryAdd(key, PortalAssumptions.ToVersion4(group.Id!)))
            {
                _ambiguousGroups.Add(key);
            }
        }
    }
}
