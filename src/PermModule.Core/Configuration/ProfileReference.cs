namespace PermModule;

/// <summary>Names profiles: by name or wildcard, or one that was read from a store. Without a value it names all of them.</summary>
public readonly record struct ProfileReference
{
    private readonly string? _pattern;
    private readonly string? _name;
    private readonly long _id;
    private readonly ReadOrigin _origin;

    private ProfileReference(string pattern, string? name, long id, ReadOrigin origin)
    {
        _pattern = pattern;
        _name = name;
        _id = id;
        _origin = origin;
    }

    /// <summary>Names profiles by name or wildcard.</summary>
    public static ProfileReference Like(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new ProfileReference(pattern, name: null, id: 0, origin: default);
    }

    /// <summary>Names profiles by name or wildcard.</summary>
    public static implicit operator ProfileReference(string pattern) => Like(pattern);

    /// <summary>The name or wildcard.</summary>
    public override string ToString() => _name ?? _pattern ?? "*";

    /// <summary>Names the profile that was read.</summary>
    internal static ProfileReference To(string name, long id, ReadOrigin origin) => new(NamePattern.Escape(name), name, id, origin);

    /// <summary>The profiles that are meant, in the order of their names: the one that was read, whatever it is called by now, where it was read from this store; otherwise the name counts.</summary>
    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>: a literal name that does not exist, or a profile that is no longer there.</exception>
    internal IEnumerable<ProfileEntry> Match(StoreSession session, PermissionSnapshot snapshot) =>
        _name is null || !_origin.IsOf(session) ? snapshot.Match(_pattern ?? "*")
        : snapshot.Has(_id) ? [snapshot.Profile(_id)]
        : throw PermissionSnapshot.NotThere(session, _name);

    /// <summary>The one profile that is meant; a name is taken as it is written.</summary>
    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>.</exception>
    internal ProfileEntry Single(StoreSession session, PermissionSnapshot snapshot) =>
        _name is null || !_origin.IsOf(session) ? snapshot.Profile(ToString()) : Match(session, snapshot).First();
}
