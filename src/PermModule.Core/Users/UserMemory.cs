namespace PermModule;

/// <summary>
/// The users that a batch is about, read at once where a question costs a round trip. It holds under the lock of a change, while all that is done to users goes by it.
/// A key that was asked for and is nobody's is known to be free.
/// </summary>
internal sealed class UserMemory
{
    private readonly StoreSession _session;
    private readonly Dictionary<ulong, SortedSet<long>> _byExternalId = [];
    private readonly HashSet<string> _externalIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UserRow?> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UserRow?> _byEmail = new(StringComparer.Ordinal);
    private readonly Dictionary<long, UserRow?> _byId = [];

    private UserMemory(StoreSession session) => _session = session;

    /// <summary>Reads the users of folded names, folded addresses and ids, groups included.</summary>
    /// <param name="session">The store.</param>
    /// <param name="keys">The users that are looked for.</param>
    /// <param name="groups">Told of the groups that were read on the way.</param>
    public static UserMemory Read(StoreSession session, UserKeys keys, GroupNames groups)
    {
        UserMemory memory = new(session);
        memory.ReadUsers(keys);
        memory.ReadGroups(keys, groups);
        if (keys.Groups is { } named)
        {
            groups.ReadAhead(named, []);
        }

        return memory;
    }

    /// <summary>Says that <see cref="Read"/> is going to be called.</summary>
    public static void Announce(StoreSession session, UserKeys keys)
    {
        UserQuestions questions = UserQuestions.Of(session);
        questions.Users(keys)?.Announce();
        if (keys.WithMemberships)
        {
            questions.Memberships(keys)?.Announce();
        }

        if (keys.Groups is { } named)
        {
            GroupNames.Announce(session, named, []);
        }
        else if (keys.WithGroups)
        {
            GroupNames.Announce(session);
        }
    }

    /// <summary>The user of a folded name, or null; false where nobody asked for it.</summary>
    public bool TryFindByName(string key, out UserRow? row) => _byName.TryGetValue(key, out row);

    /// <inheritdoc cref="TryFindByName"/>
    public bool TryFindByEmail(string key, out UserRow? row) => _byEmail.TryGetValue(key, out row);

    /// <inheritdoc cref="TryFindByName"/>
    public bool TryFindById(long id, out UserRow? row) => _byId.TryGetValue(id, out row);

    /// <summary>A user with an external id who is not the one with an id, or null; false where nobody asked for it.</summary>
    public bool TryFindOther(string externalId, long id, out UserRow? row)
    {
        row = null;
        if (!_externalIds.Contains(ExternalIds.ToIndexed(externalId)))
        {
            return false;
        }

        foreach (long other in _byExternalId.GetValueOrDefault(ExternalIds.Hash(externalId)) ?? [])
        {
            if (other != id && _byId[other] is { } found && ExternalIds.IsSame(found.ExternalId, externalId))
            {
                row = found;
                break;
            }
        }

        return true;
    }

    /// <summary>True where it is known whether a name and an address are somebody's.</summary>
    public bool Knows(UserRow row) => _byName.ContainsKey(row.UserNameKey) && (row.EmailKey is null || _byEmail.ContainsKey(row.EmailKey));

    /// <summary>True where the name or the address of a new user is somebody's.</summary>
    public bool IsTaken(UserRow row) => _byName[row.UserNameKey] is not null || (row.EmailKey is not null && _byEmail[row.EmailKey] is not null);

    /// <summary>Notes a user as they are now.</summary>
    public void Put(UserRow row)
    {
        Remove(row.Id);
        _byId[row.Id] = row;
        _byName[row.UserNameKey] = row;
        if (row.EmailKey is not null)
        {
            _byEmail[row.EmailKey] = row;
        }

        PutExternalId(row);
    }

    /// <summary>Notes that a user is gone.</summary>
    public void Remove(long id)
    {
        if (_byId.TryGetValue(id, out UserRow? row) && row is not null)
        {
            Release(id, name: true, email: true, externalId: true);
        }

        _byId[id] = null;
    }

    /// <summary>Notes that a user let go of the name, the address or the external id.</summary>
    public void Release(long id, bool name, bool email, bool externalId)
    {
        if (!_byId.TryGetValue(id, out UserRow? row) || row is null)
        {
            return;
        }

        if (name && _byName.GetValueOrDefault(row.UserNameKey)?.Id == id)
        {
            _byName[row.UserNameKey] = null;
        }

        if (email && row.EmailKey is not null && _byEmail.GetValueOrDefault(row.EmailKey)?.Id == id)
        {
            _byEmail[row.EmailKey] = null;
        }

        if (externalId && row.ExternalId is not null)
        {
            _byExternalId.GetValueOrDefault(ExternalIds.Hash(row.ExternalId))?.Remove(id);
        }
    }

    private void ReadUsers(UserKeys keys)
    {
        _externalIds.UnionWith(keys.ExternalIds);
        Ask(keys.Names, _byName);
        Ask(keys.Emails, _byEmail);
        Ask(keys.Ids, _byId);
        using Statement? row = UserQuestions.Of(_session).Users(keys);
        while (row?.Next() == true)
        {
            UserRow user = UserRow.Read(row, groups: []);
            _byId[user.Id] = user;
        }

        static void Ask<T>(IReadOnlyCollection<T> list, Dictionary<T, UserRow?> found)
            where T : notnull
        {
            foreach (T key in list)
            {
                found.TryAdd(key, null);
            }
        }
    }

    private void ReadGroups(UserKeys keys, GroupNames names)
    {
        long[] ids = [.. _byId.Values.Where(row => row is not null).Select(row => row!.Id)];
        if (ids.Length > 0)
        {
            Dictionary<long, List<long>> groups = [];
            using Statement row = keys.WithMemberships
                ? UserQuestions.Of(_session).Memberships(keys)!
                : _session.Statement($"SELECT user_id, group_id FROM group_members WHERE user_id {_session.Link.AnyOf(1, ids.Length)} ORDER BY user_id, group_id").SetList(1, ids);
            while (row.Next())
            {
                if (!groups.TryGetValue(row.Number(0), out List<long>? of))
                {
                    groups.Add(row.Number(0), of = []);
                }

                of.Add(row.Number(1));
                if (keys.WithMemberships)
                {
                    names.Know(row.Number(1), row.Text(2)!, row.Text(3)!);
                }
            }

            foreach ((long id, List<long> of) in groups)
            {
                _byId[id] = _byId[id]! with { Groups = [.. of] };
            }
        }

        foreach (UserRow row in _byId.Values.OfType<UserRow>())
        {
            _byName[row.UserNameKey] = row;
            if (row.EmailKey is not null)
            {
                _byEmail[row.EmailKey] = row;
            }

            PutExternalId(row);
        }
    }

    private void PutExternalId(UserRow row)
    {
        if (row.ExternalId is not null)
        {
            ulong hash = ExternalIds.Hash(row.ExternalId);
            if (!_byExternalId.TryGetValue(hash, out SortedSet<long>? ids))
            {
                _byExternalId.Add(hash, ids = []);
            }

            ids.Add(row.Id);
        }
    }
}
