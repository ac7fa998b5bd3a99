namespace PermModule.Comparison;

/// <summary>A store as it is once renames are made, and who had the names before has left.</summary>
internal sealed class RenamedStore(IComparedStore store, IReadOnlyList<Rename> renames) : IComparedStore
{
    private static readonly Comparer<string> Order = Comparer<string>.Create(KeyOrder.Compare);

    private readonly Dictionary<string, Rename> _users = Of(renames, StoreDifferenceKind.User);
    private readonly Dictionary<string, Rename> _groups = Of(renames, StoreDifferenceKind.Group);
    private readonly Dictionary<string, Rename> _profiles = Of(renames, StoreDifferenceKind.Profile);
    private readonly Dictionary<(StoreDifferenceKind Kind, string Key), Rename> _byNewName = renames.ToDictionary(rename => (rename.Kind, rename.ToKey));
    private readonly Rename[] _usersByNewName = [.. renames.Where(rename => rename.Kind == StoreDifferenceKind.User).OrderBy(rename => rename.ToKey, Order)];

    /// <inheritdoc/>
    public string StoreId => store.StoreId;

    /// <inheritdoc/>
    public string Location => store.Location;

    /// <inheritdoc/>
    public bool HasErasedUsers => store.HasErasedUsers;

    /// <inheritdoc/>
    public PermissionSnapshot Snapshot => store.Snapshot;

    /// <inheritdoc/>
    public IReadOnlyList<ProfileEntry> Profiles => [.. store.Profiles
        .Select(profile => _profiles.TryGetValue(profile.NameKey, out Rename? rename) ? profile with { Name = rename.To, NameKey = rename.ToKey } : profile)
        .OrderBy(profile => profile.NameKey, Order)];

    /// <inheritdoc/>
    public IReadOnlyDictionary<long, long> ActiveUsers() => store.ActiveUsers();

    /// <inheritdoc/>
    public long Items() => store.Items();

    /// <inheritdoc/>
    public IEnumerable<ComparedUser> Users() => Merge(
        store.Users().Where(user => KeepsName(user.Row.UserNameKey)).Select(Renamed),
        user => user.Row.UserNameKey,
        rename => store.User(rename.FromKey) is { } user ? [Renamed(user)] : []);

    /// <inheritdoc/>
    public IEnumerable<ComparedName> UserNames() => store.UserNames().Where(name => !IsDisplaced(StoreDifferenceKind.User, name.Key)).Select(name => _users.TryGetValue(name.Key, out Rename? rename) ? name with { Key = rename.ToKey, Name = rename.To } : name);

    /// <inheritdoc/>
    public ComparedUser? User(string key) => Earlier(StoreDifferenceKind.User, key) is { } rename ? store.User(rename.FromKey) is { } user ? Renamed(user) : null
        : KeepsName(key) && store.User(key) is { } other ? Renamed(other)
        : null;

    /// <inheritdoc/>
    public ComparedUser? UserByEmail(string email) => Present(store.UserByEmail(email));

    /// <inheritdoc/>
    public ComparedUser? UserByExternalId(string externalId) => Present(store.UserByExternalId(externalId));

    /// <inheritdoc/>
    public IEnumerable<ComparedGroup> Groups() => store.Groups()
        .Where(group => !IsDisplaced(StoreDifferenceKind.Group, group.Key))
        .Select(group => _groups.TryGetValue(group.Key, out Rename? rename) ? group with { Key = rename.ToKey, Name = rename.To } : group)
        .OrderBy(group => group.Key, Order);

    /// <inheritdoc/>
    public IEnumerable<ComparedMembership> Memberships() => Merge(
        Sort(store.Memberships().Where(membership => KeepsName(membership.UserKey))),
        membership => membership.UserKey,
        rename => store.User(rename.FromKey) is { } user ? Sort(store.Memberships(user)) : []);

    /// <inheritdoc/>
    public IEnumerable<ComparedMembership> Memberships(ComparedUser user) => Sort(store.Memberships(user));

    /// <inheritdoc/>
    public IEnumerable<ComparedRole> Roles() => store.Roles()
        .Where(role => !IsDisplaced(StoreDifferenceKind.User, role.UserKey))
        .Select(role => _users.TryGetValue(role.UserKey, out Rename? rename) ? role with { UserKey = rename.ToKey, UserName = rename.To } : role)
        .OrderBy(role => role.UserKey, Order)
        .ThenBy(role => role.Role);

    /// <inheritdoc/>
    public IEnumerable<WaitingRoomItem> Requests() => _users.Count == 0 ? store.Requests() : RequestOrder.Sort(store.Requests()
        .Select(item => _users.TryGetValue(NameKey.Fold(item.Requester), out Rename? rename) && rename.Id == item.RequesterId ? item.As(rename.To) : item));

    /// <inheritdoc/>
    public string? WorkflowOwner() => store.WorkflowOwner() is { } owner ? _users.TryGetValue(NameKey.Fold(owner), out Rename? rename) ? rename.To : owner : null;

    /// <summary>The account owner of Content Workflow under the name that is still in force, or null.</summary>
    public string? WorkflowOwnerNow() => store.WorkflowOwner();

    /// <summary>True where the account owner of Content Workflow leaves because somebody else gets their name back.</summary>
    public bool IsOwnerDisplaced() => store.WorkflowOwner() is { } owner && IsDisplaced(StoreDifferenceKind.User, NameKey.Fold(owner));

    /// <summary>The users who leave because somebody else gets their name back.</summary>
    public IEnumerable<ComparedUser> DisplacedUsers() => _usersByNewName
        .Where(rename => IsDisplaced(StoreDifferenceKind.User, rename.ToKey))
        .Select(rename => store.User(rename.ToKey))
        .OfType<ComparedUser>();

    /// <summary>The groups of which the same holds.</summary>
    public IEnumerable<ComparedGroup> DisplacedGroups() => store.Groups().Where(group => IsDisplaced(StoreDifferenceKind.Group, group.Key));

    /// <summary>The rename by which something gets a name, or null.</summary>
    public Rename? Earlier(StoreDifferenceKind kind, string key) => _byNewName.GetValueOrDefault((kind, key));

    /// <summary>The name that a user still has before anything is renamed.</summary>
    public string UserNameNow(string name) => Earlier(StoreDifferenceKind.User, NameKey.Fold(name))?.From ?? name;

    private static Dictionary<string, Rename> Of(IReadOnlyList<Rename> renames, StoreDifferenceKind kind) =>
        renames.Where(rename => rename.Kind == kind).ToDictionary(rename => rename.FromKey, StringComparer.Ordinal);

    /// <summary>True for what has a name that something else gets and is not renamed itself: it leaves first.</summary>
    private bool IsDisplaced(StoreDifferenceKind kind, string key) => _byNewName.ContainsKey((kind, key)) && !(kind == StoreDifferenceKind.User ? _users : _groups).ContainsKey(key);

    /// <summary>True for a user who keeps their name.</summary>
    private bool KeepsName(string key) => !_users.ContainsKey(key) && !_byNewName.ContainsKey((StoreDifferenceKind.User, key));

    private ComparedUser? Present(ComparedUser? user) =>
        user is not null && !IsDisplaced(StoreDifferenceKind.User, user.Row.UserNameKey) ? Renamed(user) : null;

    private ComparedUser Renamed(ComparedUser user)
    {
        UserRow row = _users.TryGetValue(user.Row.UserNameKey, out Rename? rename) ? user.Row with { UserName = rename.To, UserNameKey = rename.ToKey } : user.Row;
        string profile = _profiles.Count > 0 && _profiles.TryGetValue(NameKey.Fold(user.ProfileName), out Rename? moved) ? moved.To : user.ProfileName;
        return new ComparedUser(row, profile);
    }

    /// <summary>The memberships with the new names; those of one user come together and are sorted again.</summary>
    private IEnumerable<ComparedMembership> Sort(IEnumerable<ComparedMembership> memberships)
    {
        List<ComparedMembership> ofOne = [];
        foreach (ComparedMembership membership in memberships)
        {
            if (ofOne.Count > 0 && ofOne[0].UserKey != membership.UserKey)
            {
                foreach (ComparedMembership sorted in Renamed(ofOne))
                {
                    yield return sorted;
                }

                ofOne.Clear();
            }

            ofOne.Add(membership);
        }

        foreach (ComparedMembership sorted in Renamed(ofOne))
        {
            yield return sorted;
        }
    }

    private IEnumerable<ComparedMembership> Renamed(List<ComparedMembership> memberships) => memberships
        .Where(membership => !IsDisplaced(StoreDifferenceKind.Group, membership.GroupKey))
        .Select(membership => _groups.TryGetValue(membership.GroupKey, out Rename? rename) ? membership with { GroupKey = rename.ToKey, Group = rename.To } : membership)
        .Select(membership => _users.TryGetValue(membership.UserKey, out Rename? rename) ? membership with { UserKey = rename.ToKey, UserName = rename.To } : membership)
        .OrderBy(membership => membership.GroupKey, Order);

    /// <summary>Puts what renamed users have where their new names are.</summary>
    private IEnumerable<T> Merge<T>(IEnumerable<T> others, Func<T, string> key, Func<Rename, IEnumerable<T>> ofRenamed)
    {
        int next = 0;
        foreach (T other in others)
        {
            while (next < _usersByNewName.Length && KeyOrder.Compare(_usersByNewName[next].ToKey, key(other)) < 0)
            {
                foreach (T item in ofRenamed(_usersByNewName[next]))
                {
                    yield return item;
                }

                next++;
            }

            yield return other;
        }

        foreach (T item in _usersByNewName.Skip(next).SelectMany(ofRenamed))
        {
            yield return item;
        }
    }
}
