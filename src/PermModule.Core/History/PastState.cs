using System.Globalization;

namespace PermModule;

/// <summary>
/// The state of a past moment, worked out backwards from now. Profiles, groups, roles, tiers and contract are held whole; of the users only those who
/// changed since, so that memory grows with the changes and not with the store.
/// </summary>
internal sealed class PastState : IStepBack
{
    private readonly StoreSession _session;
    private readonly UserStatements _statements;
    private readonly Dictionary<long, UserThen> _users = [];
    private readonly Dictionary<string, List<long>> _ids = new(StringComparer.Ordinal);
    private long _unknown;

    public PastState(StoreSession session)
    {
        _session = session;
        _statements = new UserStatements(session);
        Names = new NamesThen(session);
        PermissionSnapshot now = PermissionSnapshot.Load(session, configurationVersion: 0);
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
    public IReadOnlyDictionary<long, UserThen> Users => _users;

    public void RemoveUser(in AuditRow row, EventPart after) => Set(Known(row, row.Target), null);

    public void RestoreUser(in AuditRow row, EventPart before)
    {
        Refuse(row);
        long id = row.TargetId ?? IdOfRemoved(row);
        Set(User(id), before.ToRow(id, before.Time(nameof(UserRow.CreatedAt)) ?? CreatedAt(row), Names));
    }

    public void ChangeUser(in AuditRow row, EventPart before, EventPart after)
    {
        Refuse(row);
        UserThen user = Known(row, after.Text(nameof(UserRow.UserName)) ?? row.Target);
        if (user.Then is { } then)
        {
            Set(user, before.ApplyTo(then, Names));
        }
    }

    public void SetMember(in AuditRow row, EventPart group, bool isMember)
    {
        UserThen user = Known(row, row.Target);
        long id = group.Number("GroupId") ?? (group.Text("Group") is { } name ? Names.Group(name) : 0);
        if (user.Then is { } then && Groups.ContainsKey(id))
        {
            long[] others = [.. then.Groups.Where(other => other != id)];
            user.Then = then with { Groups = isMember ? [.. others.Append(id).Order()] : others };
        }
    }

    public void SetRole(in AuditRow row, PermRole role, RoleScope? before, RoleScope? after)
    {
        long id = IdOf(row, row.Target);
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
        Owner = before.Number("OwnerId") ?? (before.Text("Owner") is { } name ? IdOf(name) : null);

    public void RemoveProfile(in AuditRow row, EventPart after)
    {
        long id = row.TargetId ?? Names.Profile(row.Target);
        Profiles.Remove(id);
        Names.GoBack(row, id, before: null, row.Target);
    }

    public void RestoreProfile(in AuditRow row, EventPart before)
    {
        long id = row.TargetId ?? --_unknown;
        RightSet direct = before.Rights("Rights");
        string name = before.Text("Name") ?? row.Target;
        long created = before.Time("CreatedAt") ?? CreatedAt(row);
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
        long id = row.TargetId ?? --_unknown;
        string name = before.Text("Name") ?? row.Target;
        Groups[id] = new GroupThen(id, name, before.Text("Description"), before.Time("CreatedAt") ?? CreatedAt(row));
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
        bool isKept = before.Flag("IsKept");
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

    /// <exception cref="PermConflictException"><c>AsOfErased</c>: what the event needs to be gone back over was erased.</exception>
    private static void Refuse(in AuditRow row)
    {
        if (row.IsErased)
        {
            throw new PermConflictException(ErrorId.AsOfErased, string.Create(CultureInfo.InvariantCulture, $"The state before {UtcTime.ToText(row.At)} cannot be told: event {row.Id} is needed for it, and personal data was erased from it."), row.Id);
        }
    }

    private static ProfileEntry Entry(long id, string name, string? description, bool isDefault, long createdAt, long modifiedAt, RightSet direct) =>
        new(id, name, NameKey.Fold(name), description, isDefault, createdAt, modifiedAt, direct, RightCatalogue.Default.Closure(direct), Tier.Light);

    private void Default(string? name, bool isDefault, long? modifiedAt)
    {
        if (name is not null && Profiles.TryGetValue(Names.Profile(name), out ProfileEntry? profile))
        {
            Profiles[profile.Id] = profile with { IsDefault = isDefault, ModifiedAt = modifiedAt ?? profile.ModifiedAt };
        }
    }

    /// <summary>The user an event is about, who is there after it.</summary>
    private UserThen Known(in AuditRow row, string nameAfter) => User(IdOf(row, nameAfter));

    private long IdOf(in AuditRow row, string nameAfter) => row.TargetId ?? IdOf(nameAfter);

    /// <summary>The id of the user of a name, for events that say no id; a number of its own where no one is called so.</summary>
    private long IdOf(string name)
    {
        string key = NameKey.Fold(name);

        // Of two who have the name on the way back, the one who has had it longer is meant: they exchanged names.
        if (_ids.TryGetValue(key, out List<long>? ids) && ids.Count > 0)
        {
            return ids[0];
        }

        return _session.Scalar("SELECT id FROM users WHERE user_name_key = $1", key) is { } id && (!_users.TryGetValue(id, out UserThen? user) || user.Then?.UserNameKey == key)
            ? id
            : --_unknown;
    }

    private UserThen User(long id)
    {
        if (!_users.TryGetValue(id, out UserThen? user))
        {
            user = new UserThen(id > 0 ? _statements.FindById(id) : null);
            _users.Add(id, user);
            Index(id, user.Then);
        }

        return user;
    }

    private void Set(UserThen user, UserRow? then)
    {
        UserRow? known = user.Then ?? then;
        if (user.Then is { } old && old.UserNameKey != then?.UserNameKey)
        {
            _ids[old.UserNameKey].Remove(old.Id);
        }

        bool isNamed = then is not null && user.Then?.UserNameKey != then.UserNameKey;
        user.Then = then;
        if (isNamed)
        {
            Index(known!.Id, then);
        }
    }

    private void Index(long id, UserRow? row)
    {
        if (row is null)
        {
            return;
        }

        if (!_ids.TryGetValue(row.UserNameKey, out List<long>? ids))
        {
            _ids.Add(row.UserNameKey, ids = []);
        }

        ids.Add(id);
    }

    /// <summary>The id of a user whose removal is told without it: that of the event that created the user, where it is found by the name.</summary>
    private long IdOfRemoved(in AuditRow row)
    {
        long? created = _session.Scalar("SELECT MAX(id) FROM audit_events WHERE target_key = $1 AND id < $2 AND action = $3", NameKey.Fold(row.Target), row.Id, AuditAction.UserCreated);
        long id = _session.VersionOf(created ?? 0);
        return created is not null && _statements.FindById(id) is null && !_users.ContainsKey(id) ? id : --_unknown;
    }

    /// <summary>When something was created whose removal is told without it.</summary>
    private long CreatedAt(in AuditRow row)
    {
        string action = row.TargetType + "Created";
        return _session.Scalar("SELECT at FROM audit_events WHERE target_key = $1 AND id < $2 AND action = $3 ORDER BY id DESC LIMIT 1", NameKey.Fold(row.Target), row.Id, action) ?? row.At;
    }
}
