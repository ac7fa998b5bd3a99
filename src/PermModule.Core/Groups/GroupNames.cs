namespace PermModule;

/// <summary>The groups by name and by id during one operation: those that were announced, or all of them, read at the first use of another.</summary>
internal sealed class GroupNames(StoreSession session)
{
    /// <summary>Asks for the id of the group with a folded name.</summary>
    public const string IdOf = "SELECT id FROM user_groups WHERE name_key = $1";

    private const string ById = "SELECT id FROM user_groups WHERE id = $1";

    private const string All = "SELECT id, name, name_key FROM user_groups";

    private readonly Dictionary<long, long> _made = [];
    private readonly Dictionary<long, string> _names = [];

    /// <summary>The ids by key; null for a key that is known to be free.</summary>
    private readonly Dictionary<string, long?> _ids = new(StringComparer.Ordinal);
    private bool _isRead;
    private long _provisional;

    /// <summary>Says that all groups are going to be read.</summary>
    public static void Announce(StoreSession session) => session.Announce(All);

    /// <summary>Says that <see cref="ReadAhead"/> is going to be called.</summary>
    public static void Announce(StoreSession session, IReadOnlyCollection<string> keys, IReadOnlyCollection<long> ids) => Query(session, keys, ids)?.Announce();

    /// <summary>Reads the groups of folded names and ids, instead of all.</summary>
    public void ReadAhead(IReadOnlyCollection<string> keys, IReadOnlyCollection<long> ids)
    {
        using Statement? row = Query(session, keys, ids);
        while (row?.Next() == true)
        {
            Know(row.Number(0), row.Text(1)!, row.Text(2)!);
        }

        foreach (string key in keys)
        {
            _ids.TryAdd(key, null);
        }
    }

    /// <summary>Notes a group that somebody read.</summary>
    public void Know(long id, string name, string key)
    {
        _names[id] = name;
        _ids[key] = id;
    }

    public string Name(long id)
    {
        Need(_names.ContainsKey(id));
        return _names[id];
    }

    /// <summary>True if there is a group of this id.</summary>
    public bool Has(long id)
    {
        Need(_names.ContainsKey(id));
        return _names.ContainsKey(id);
    }

    /// <summary>The names of groups, in their order.</summary>
    public IReadOnlyList<string> Names(long[] ids)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        string[] names = [.. ids.Select(Name)];
        Array.Sort(names, StringComparer.OrdinalIgnoreCase);
        return names;
    }

    /// <summary>The id of a group; a negative one stands for a group that is still to be made.</summary>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>.</exception>
    public long Resolve(string name, bool create)
    {
        // A group of an older store may have a name that no new one gets.
        string trimmed = name.Trim();
        if (trimmed.Length <= TextRules.MaxName && IdOfKey(NameKey.Fold(trimmed)) is { } known)
        {
            return known;
        }

        string clean = TextRules.Name(name, "group");

        if (!create)
        {
            throw NotFound(name);
        }

        Know(--_provisional, clean, NameKey.Fold(clean));
        return _provisional;
    }

    /// <summary>The id of a group that was read.</summary>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>: it was removed since.</exception>
    public long Known(PermGroup group) => Has(group.Id) ? group.Id : throw NotThere(session, group);

    /// <summary>The ids of these groups, after making those that are still to be made.</summary>
    public long[] Make(WriteScope scope, long[] ids)
    {
        if (ids.Length == 0 || ids[0] >= 0)
        {
            return ids;
        }

        long[] made = Array.ConvertAll(ids, id => id >= 0 ? id : Made(scope, id));
        Array.Sort(made);
        return made;
    }

    /// <summary>Forgets the groups that were made, because the change that made them was rolled back.</summary>
    public void Forget() => _made.Clear();

    /// <summary>The ids of the groups that are meant.</summary>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>: a literal name that does not exist, or a group that is no longer there.</exception>
    public static IReadOnlyList<long> Match(StoreSession session, GroupReference wanted)
    {
        if (wanted.ReadFrom(session) is { } read)
        {
            return [session.Scalar(ById, read.Id) ?? throw NotThere(session, read)];
        }

        NamePattern pattern = NamePattern.Parse(wanted.Pattern);
        if (pattern.IsLiteral)
        {
            return [session.Scalar(IdOf, NameKey.Fold(pattern.Literal.Trim())) ?? throw NotFound(wanted.Pattern)];
        }

        GroupNames groups = new(session);
        groups.Need(isKnown: false);
        return [.. groups._ids.Where(group => pattern.IsKeyMatch(group.Key)).Select(group => group.Value!.Value)];
    }

    public static PermNotFoundException NotFound(string name) =>
        new(ErrorId.GroupNotFound, $"No group is called '{TextRules.Cut(name)}'.", name);

    /// <summary>The refusal if a group that was read is not there.</summary>
    public static PermNotFoundException NotThere(StoreSession session, PermGroup group) =>
        new(ErrorId.GroupNotFound, $"The group that was read as '{TextRules.Cut(group.Name)}' {session.Absence}.", group.Name) { Detail = ErrorDetail.WasRead };

    private static Statement? Query(StoreSession session, IReadOnlyCollection<string> keys, IReadOnlyCollection<long> ids)
    {
        string ByKey(int parameter) => $"{All} WHERE name_key {session.Link.AnyOf(parameter, keys.Count)}";
        string ById(int parameter) => $"{All} WHERE id {session.Link.AnyOf(parameter, ids.Count)}";
        return (keys.Count, ids.Count) switch
        {
            (0, 0) => null,
            (_, 0) => session.Statement(ByKey(1)).SetList(1, keys),
            (0, _) => session.Statement(ById(1)).SetList(1, ids),
            _ => session.Statement($"{ByKey(1)} UNION ALL {ById(2)}").SetList(1, keys).SetList(2, ids),
        };
    }

    private long? IdOfKey(string key)
    {
        Need(_ids.ContainsKey(key));
        return _ids.GetValueOrDefault(key);
    }

    /// <summary>Reads all groups where one is asked for that is not known.</summary>
    private void Need(bool isKnown)
    {
        if (isKnown || _isRead)
        {
            return;
        }

        _isRead = true;
        using Statement reader = session.Query(All);
        while (reader.Next())
        {
            if (_names.TryAdd(reader.Number(0), reader.Text(1)!))
            {
                _ids[reader.Text(2)!] = reader.Number(0);
            }
        }
    }

    private long Made(WriteScope scope, long provisional)
    {
        if (!_made.TryGetValue(provisional, out long id))
        {
            id = GroupWriter.Insert(scope, Name(provisional), description: null);
            _made.Add(provisional, id);
            _names[id] = Name(provisional);
        }

        return id;
    }
}
