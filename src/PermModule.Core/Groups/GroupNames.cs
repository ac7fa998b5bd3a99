
namespace PermModule;

/// <summary>The groups by name and by id during one operation.</summary>
internal sealed class GroupNames
{
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _names = [];
    private readonly Dictionary<long, long> _made = [];

    public GroupNames(StoreSession session)
    {
        using Statement reader = session.Query("SELECT id, name, name_key FROM user_groups");
        while (reader.Next())
        {
            _ids.Add(reader.Text(2)!, reader.Number(0));
            _names.Add(reader.Number(0), reader.Text(1)!);
        }
    }

    public string Name(long id) => _names[id];

    /// <summary>True if there is a group of this id.</summary>
    public bool Has(long id) => _names.ContainsKey(id);

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
        if (trimmed.Length <= TextRules.MaxName && _ids.TryGetValue(NameKey.Fold(trimmed), out long id))
        {
            return id;
        }

        string clean = TextRules.Name(name, "group");

        if (!create)
        {
            throw NotFound(name);
        }

        id = -_ids.Count - 1;
        _ids.Add(NameKey.Fold(clean), id);
        _names.Add(id, clean);
        return id;
    }

    /// <summary>The id of a group that was read.</summary>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>: it was removed since.</exception>
    public long Known(PermGroup group) => _names.ContainsKey(group.Id) ? group.Id : throw NotFound(group.Name);

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
            return [session.Scalar("SELECT id FROM user_groups WHERE name_key = $1", NameKey.Fold(pattern.Literal.Trim())) ?? throw NotFound(name)];
        }

        return [.. new GroupNames(session)._ids.Where(group => pattern.IsKeyMatch(group.Key)).Select(group => group.Value)];
    }

    public static PermNotFoundException NotFound(string name) =>
        new(ErrorId.GroupNotFound, $"No group is called '{TextRules.Cut(name)}'.", name);

    private long Made(WriteScope scope, long provisional)
    {
        if (!_made.TryGetValue(provisional, out long id))
        {
            id = GroupWriter.Insert(scope, _names[provisional], description: null);
            _made.Add(provisional, id);
            _names[id] = _names[provisional];
        }

        return id;
    }
}
