namespace PermModule;

/// <summary>The groups by name and by id during one operation, read at the first use.</summary>
internal sealed class GroupNames(StoreSession session)
{
    /// <summary>Asks for the id of the group with a folded name.</summary>
    public const string IdOf = "SELECT id FROM user_groups WHERE name_key = $1";

    private const string All = "SELECT id, name, name_key FROM user_groups";

    private readonly Dictionary<long, long> _made = [];
    private Dictionary<string, long>? _ids;
    private Dictionary<long, string>? _names;

    private Dictionary<string, long> Ids => _ids ?? Read().Ids;

    private Dictionary<long, string> ById => _names ?? Read().Names;

    /// <summary>Says that the groups are going to be read.</summary>
    public static void Announce(StoreSession session) => session.Announce(All);

    public string Name(long id) => ById[id];

    /// <summary>True if there is a group of this id.</summary>
    public bool Has(long id) => ById.ContainsKey(id);

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
        if (trimmed.Length <= TextRules.MaxName && Ids.TryGetValue(NameKey.Fold(trimmed), out long id))
        {
            return id;
        }

        string clean = TextRules.Name(name, "group");

        if (!create)
        {
            throw NotFound(name);
        }

        id = -Ids.Count - 1;
        Ids.Add(NameKey.Fold(clean), id);
        ById.Add(id, clean);
        return id;
    }

    /// <summary>The id of a group that was read.</summary>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>: it was removed since.</exception>
    public long Known(PermGroup group) => Has(group.Id) ? group.Id : throw NotFound(group.Name);

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

    /// <summary>The ids of the groups whose name matches.</summary>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>: a literal name that does not exist.</exception>
    public static IReadOnlyList<long> Match(StoreSession session, string name)
    {
        NamePattern pattern = NamePattern.Parse(name);
        if (pattern.IsLiteral)
        {
            return [session.Scalar(IdOf, NameKey.Fold(pattern.Literal.Trim())) ?? throw NotFound(name)];
        }

        return [.. new GroupNames(session).Ids.Where(group => pattern.IsKeyMatch(group.Key)).Select(group => group.Value)];
    }

    public static PermNotFoundException NotFound(string name) =>
        new(ErrorId.GroupNotFound, $"No group is called '{TextRules.Cut(name)}'.", name);

    private (Dictionary<string, long> Ids, Dictionary<long, string> Names) Read()
    {
        _ids = new Dictionary<string, long>(StringComparer.Ordinal);
        _names = [];
        using Statement reader = session.Query(All);
        while (reader.Next())
        {
            _ids.Add(reader.Text(2)!, reader.Number(0));
            _names.Add(reader.Number(0), reader.Text(1)!);
        }

        return (_ids, _names);
    }

    private long Made(WriteScope scope, long provisional)
    {
        if (!_made.TryGetValue(provisional, out long id))
        {
            id = GroupWriter.Insert(scope, Name(provisional), description: null);
            _made.Add(provisional, id);
            ById[id] = Name(provisional);
        }

        return id;
    }
}
