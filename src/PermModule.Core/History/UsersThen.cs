namespace PermModule;

/// <summary>The users of a past moment who changed since, and whom the names in events mean on the way back to it.</summary>
internal sealed class UsersThen(StoreSession session, NamesThen names, EarlierEvents earlier)
{
    private readonly UserStatements _statements = new(session);
    private readonly Dictionary<long, UserThen> _users = [];
    private readonly Dictionary<string, List<long>> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<long> _erased = [];

    /// <summary>The users, by id.</summary>
    public IReadOnlyDictionary<long, UserThen> Changed => _users;

    /// <summary>How many users of then are known by their pseudonyms only, because their personal data was erased since.</summary>
    public int Erased => _erased.Count(id => _users[id].Then is not null);

    /// <summary>The state of a user then, or null.</summary>
    public UserRow? Find(long id) => _users.TryGetValue(id, out UserThen? user) ? user.Then : _statements.FindById(id);

    public void Remove(in AuditRow row) => Set(Known(row, row.Target), null);

    public void Restore(in AuditRow row, EventPart before)
    {
        long id = row.TargetId ?? IdOfRemoved(row);
        if (row.HasErasedValues)
        {
            _erased.Add(id);
        }

        Set(User(id), before.ToRow(id, before.Time(nameof(UserRow.CreatedAt)) ?? earlier.CreatedAt(row), names));
    }

    public void Change(in AuditRow row, EventPart before, EventPart after)
    {
        UserThen user = Known(row, after.Text(nameof(UserRow.UserName)) ?? row.Target);
        if (user.Then is { } then)
        {
            Set(user, before.ApplyTo(then, names));
        }
    }

    /// <summary>Puts a user into a group or takes the user out; no group where it was not there then.</summary>
    public void SetMember(in AuditRow row, long? group, bool isMember)
    {
        UserThen user = Known(row, row.Target);
        if (user.Then is { } then && group is { } id)
        {
            long[] others = [.. then.Groups.Where(other => other != id)];
            user.Then = then with { Groups = isMember ? [.. others.Append(id).Order()] : others };
        }
    }

    /// <summary>The id of the user an event is about.</summary>
    public long IdOf(in AuditRow row, string nameAfter) => row.TargetId ?? IdOf(nameAfter);

    /// <summary>The id of the user of a name, for events that say no id; a number of its own where no one is called so.</summary>
    public long IdOf(string name)
    {
        string key = NameKey.Fold(name);

        // Of two who have the name on the way back, the one who has had it longer is meant: they exchanged names.
        if (_ids.TryGetValue(key, out List<long>? ids) && ids.Count > 0)
        {
            return ids[0];
        }

        return session.Scalar("SELECT id FROM users WHERE user_name_key = $1", key) is { } id && (!_users.TryGetValue(id, out UserThen? user) || user.Then?.UserNameKey == key)
            ? id
            : earlier.UnknownId();
    }

    /// <summary>The user an event is about, who is there after it.</summary>
    private UserThen Known(in AuditRow row, string nameAfter) => User(IdOf(row, nameAfter));

    private long IdOfRemoved(in AuditRow row) =>
        earlier.IdOfRemovedUser(row) is { } id && _statements.FindById(id) is null && !_users.ContainsKey(id) ? id : earlier.UnknownId();

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
}
