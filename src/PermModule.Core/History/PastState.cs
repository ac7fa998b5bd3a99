namespace PermModule;

/// <summary>
/// The state of a past moment, worked out backwards from now. Profiles, groups, roles, tiers and contract are held whole; of users and requests only those that
/// changed since, so that memory grows with the changes and not with the store.
/// </summary>
internal sealed class PastState : IStepBack
{
    private readonly EarlierEvents _earlier;
    private readonly UsersThen _users;
    private readonly RequestsThen _requests;

    /// <param name="session">A session that reads one state of the store.</param>
    /// <param name="now">Profiles, tiers and contract of that state.</param>
    public PastState(StoreSession session, PermissionSnapshot now)
    {
        _earlier = new EarlierEvents(session);
        Names = new NamesThen(session);
        _users = new UsersThen(session, Names, _earlier);
        _requests = new RequestsThen(session, _users, _earlier);
        Profiles = now.Profiles.ToDictionary(profile => profile.Id);
        Tiers = now.Tiers.Changed.ToDictionary();
        Kept = now.Tiers.Kept;
        Contract = now.Contract;
        Owner = now.WorkflowOwnerId;
        using (Statement groups = session.Query("SELECT id, name, description, created_at FROM user_groups"))
        {
            while (groups.Next())
            {
                Groups.Add(groups.Number(0), new GroupThen(groups.Number(0), groups.Text(1)!, groups.Text(2), groups.Number(3)));
            }
        }

        using Statement roles = session.Query("SELECT role, user_id, department, location FROM role_members");
        while (roles.Next())
        {
            Roles.Add(((PermRole)roles.Number(0), roles.Number(1)), RoleMembers.ReadScope(roles, 2));
        }
    }

    public NamesThen Names { get; }

    public Dictionary<long, ProfileEntry> Profiles { get; }

    public Dictionary<long, GroupThen> Groups { get; } = [];

    public Dictionary<(PermRole Role, long UserId), RoleScope> Roles { get; } = [];

    public Dictionary<int, Tier> Tiers { get; }

    public RightSet Kept { get; private set; }

    public SeatContract Contract { get; private set; }

    public long? Owner { get; private set; }

    /// <summary>The users who changed since, by id.</summary>
    public IReadOnlyDictionary<long, UserThen> Users => _users.Changed;

    /// <inheritdoc cref="UsersThen.Erased"/>
    public int ErasedUsers => _users.Erased;

    /// <summary>The requests that changed since, by number; null where there was none.</summary>
    public IReadOnlyDictionary<long, WaitingRoomItem?> Requests => _requests.Changed;

    /// <summary>The state of a user then, or null.</summary>
    public UserRow? Find(long id) => _users.Find(id);

    /// <summary>Profiles, tiers, contract and owner then.</summary>
    public PermissionSnapshot ToSnapshot() => PermissionSnapshot.Of(Profiles.Values, new RightTiers(Tiers, Kept), Contract, Owner);

    public void RemoveUser(in AuditRow row, EventPart after) => _users.Remove(row);

    public void RestoreUser(in AuditRow row, EventPart before) => _users.Restore(row, before);

    public void ChangeUser(in AuditRow row, EventPart before, EventPart after) => _users.Change(row, before, after);

    public void SetMember(in AuditRow row, EventPart group, bool isMember)
    {
        long id = group.Number("GroupId") ?? (group.Text("Group") is { } name ? Names.Group(name) : 0);
        _users.SetMember(row, Groups.ContainsKey(id) ? id : null, isMember);
    }

    public void SetRole(in AuditRow row, PermRole role, RoleScope? before, RoleScope? after)
    {
        long id = _users.IdOf(row, row.Target);
        if (before is { } scope)
        {
            Roles[(role, id)] = scope;
        }
        else
        {
            Roles.Remove((role, id));
        }
    }

    public void SetOwner(in AuditRow row, EventPart before, EventPart after) =>
        Owner = before.Number("OwnerId") ?? (before.Text("Owner") is { } name ? _users.IdOf(name) : null);

    public void RemoveProfile(in AuditRow row, EventPart after)
    {
        long id = row.TargetId ?? Names.Profile(row.Target);
        Profiles.Remove(id);
        Names.GoBack(row, id, before: null, row.Target);
    }

    public void RestoreProfile(in AuditRow row, EventPart before)
    {
        long id = row.TargetId ?? _earlier.UnknownId();
        RightSet direct = before.Rights("Rights");
        string name = before.Text("Name") ?? row.Target;
        long created = before.Time("CreatedAt") ?? _earlier.CreatedAt(row);
        Profiles[id] = Entry(id, name, before.Text("Description"), before.Flag("IsDefault"), created, before.Time("ModifiedAt") ?? created, direct);
        Names.GoBack(row, id, name, after: null);
    }

    public void ChangeProfile(in AuditRow row, EventPart before, EventPart after)
    {
        long id = row.TargetId ?? Names.Profile(after.Text("Name") ?? row.Target);
        if (Profiles.TryGetValue(id, out ProfileEntry? profile))
        {
            string name = before.Text("Name") ?? row.Target;
            Profiles[id] = Entry(id, name, before.Text("Description"), profile.IsDefault, profile.CreatedAt, before.Time("ModifiedAt") ?? profile.ModifiedAt, profile.Direct);
            Names.GoBack(row, id, name, profile.Name);
        }
    }

    public void ChangeRights(in AuditRow row, EventPart before, EventPart after)
    {
        long id = row.TargetId ?? Names.Profile(row.Target);
        if (Profiles.TryGetValue(id, out ProfileEntry? profile))
        {
            RightSet direct = (profile.Direct - after.Rights("Rights")) | before.Rights("Rights");
            Profiles[id] = Entry(id, profile.Name, profile.Description, profile.IsDefault, profile.CreatedAt, before.Time("ModifiedAt") ?? profile.ModifiedAt, direct);
        }
    }

    public void ChangeDefault(in AuditRow row, EventPart before, EventPart after)
    {
        Default(after.Text("Default"), isDefault: false, before.Time("ModifiedAt"));
        Default(before.Text("Default"), isDefault: true, before.Time("DefaultModifiedAt"));
    }

    public void RemoveGroup(in AuditRow row, EventPart after)
    {
        long id = row.TargetId ?? Names.Group(row.Target);
        Groups.Remove(id);
        Names.GoBack(row, id, before: null, row.Target);
    }

    public void RestoreGroup(in AuditRow row, EventPart before)
    {
        long id = row.TargetId ?? _earlier.UnknownId();
        string name = before.Text("Name") ?? row.Target;
        Groups[id] = new GroupThen(id, name, before.Text("Description"), before.Time("CreatedAt") ?? _earlier.CreatedAt(row));
        Names.GoBack(row, id, name, after: null);
    }

    public void ChangeGroup(in AuditRow row, EventPart before, EventPart after)
    {
        long id = row.TargetId ?? Names.Group(after.Text("Name") ?? row.Target);
        if (Groups.TryGetValue(id, out GroupThen? group))
        {
            string name = before.Text("Name") ?? row.Target;
            Groups[id] = group with { Name = name, Description = before.Text("Description") };
            Names.GoBack(row, id, name, group.Name);
        }
    }

    public void SetTier(in AuditRow row, PermRight right, EventPart before, EventPart after)
    {
        Tiers.Remove(right.Index);
        Kept -= RightSet.Of(right.Index);
        bool isKept = before.Flag(RightService.IsKept);
        if (before.Choice<Tier>("Tier") is { } tier && (isKept || tier != right.DefaultTier))
        {
            Tiers[right.Index] = tier;
        }

        if (isKept)
        {
            Kept = Kept.With(right.Index);
        }
    }

    public void SetContract(in AuditRow row, EventPart before, EventPart after) => Contract = before.Contract();

    public void RemoveRequest(in AuditRow row, EventPart after) => _requests.Remove(row);

    public void RestoreRequest(in AuditRow row, EventPart before) => _requests.Restore(row, before);

    public void ChangeRequest(in AuditRow row, EventPart before, EventPart after) => _requests.Change(row, before, after);

    private static ProfileEntry Entry(long id, string name, string? description, bool isDefault, long createdAt, long modifiedAt, RightSet direct) =>
        new(id, name, NameKey.Fold(name), description, isDefault, createdAt, modifiedAt, direct, RightCatalogue.Default.Closure(direct), Tier.Light);

    private void Default(string? name, bool isDefault, long? modifiedAt)
    {
        if (name is not null && Profiles.TryGetValue(Names.Profile(name), out ProfileEntry? profile))
        {
            Profiles[profile.Id] = profile with { IsDefault = isDefault, ModifiedAt = modifiedAt ?? profile.ModifiedAt };
        }
    }
}
