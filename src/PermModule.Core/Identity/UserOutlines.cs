namespace PermModule;

/// <summary>The users that a batch names: looked for one by one, or, where a question costs a round trip, all at once. It holds while the change in hand does nothing to users.</summary>
/// <param name="session">The store.</param>
/// <param name="users">Everybody who may be asked for.</param>
internal sealed class UserOutlines(StoreSession session, IEnumerable<UserReference> users)
{
    private const string Select = $"SELECT {UserOutline.Columns} FROM users u";

    private readonly Dictionary<long, UserOutline> _byId = [];
    private readonly Dictionary<string, UserOutline> _byKey = new(StringComparer.Ordinal);
    private bool _isRead;

    /// <summary>Says that users are going to be read.</summary>
    public static void Announce(StoreSession session, IEnumerable<UserReference> users)
    {
        if (session.Link.IsRemote)
        {
            Query(session, users, Select).Announce();
        }
    }

    /// <summary>Asks something of the users that are named. A user named in two ways comes twice.</summary>
    /// <param name="session">The store.</param>
    /// <param name="users">The users.</param>
    /// <param name="select">What is asked, of <c>users u</c>.</param>
    public static Statement Query(StoreSession session, IEnumerable<UserReference> users, string select)
    {
        HashSet<long> ids = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (UserReference user in users)
        {
            if (user.IdIn(session) is { } id)
            {
                ids.Add(id);
            }
            else if (user.PossibleName is { } key)
            {
                keys.Add(key);
            }
        }

        string byId = $"{select} WHERE u.id {session.Link.AnyOf(1, ids.Count)}";
        string ByKey(int parameter) => $"{select} WHERE u.user_name_key {session.Link.AnyOf(parameter, keys.Count)}";
        return ids.Count == 0 ? session.Statement(ByKey(1)).SetList(1, keys)
            : keys.Count == 0 ? session.Statement(byId).SetList(1, ids)
            : session.Statement($"{byId} UNION ALL {ByKey(2)}").SetList(1, ids).SetList(2, keys);
    }

    /// <summary>The user that a reference names, or null.</summary>
    public UserOutline? Find(UserReference user)
    {
        if (!session.Link.IsRemote)
        {
            return user.IdIn(session) is { } stored ? UserOutline.Find(session, stored) : user.PossibleName is { } key ? UserOutline.Find(session, key) : null;
        }

        Read();
        return user.IdIn(session) is { } id ? _byId.GetValueOrDefault(id) : user.PossibleName is { } name ? _byKey.GetValueOrDefault(name) : null;
    }

    /// <inheritdoc cref="UserOutline.Resolve"/>
    public UserOutline Resolve(UserReference user) => Find(user) ?? throw user.NotFound(session);

    private void Read()
    {
        if (_isRead)
        {
            return;
        }

        _isRead = true;
        using Statement row = Query(session, users, Select);
        while (row.Next())
        {
            UserOutline user = UserOutline.Read(row);
            _byId[user.Id] = user;
            _byKey[user.UserNameKey] = user;
        }
    }
}
