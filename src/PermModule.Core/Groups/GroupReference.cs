namespace PermModule;

/// <summary>Names groups: by name or wildcard, or one that was read from a store. Without a value it names all of them.</summary>
public readonly record struct GroupReference
{
    private readonly string? _pattern;
    private readonly PermGroup? _read;

    private GroupReference(string pattern, PermGroup? read)
    {
        _pattern = pattern;
        _read = read;
    }

    /// <summary>The name or wildcard; the name of a group that was read is taken literally.</summary>
    internal string Pattern => _pattern ?? "*";

    /// <summary>Names groups by name or wildcard.</summary>
    public static GroupReference Like(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new GroupReference(pattern, read: null);
    }

    /// <summary>Names the group that was read, whatever it is called by now. In another store its name counts.</summary>
    public static GroupReference To(PermGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new GroupReference(NamePattern.Escape(group.Name), group);
    }

    /// <summary>Names groups by name or wildcard.</summary>
    public static implicit operator GroupReference(string pattern) => Like(pattern);

    /// <summary>The name or wildcard.</summary>
    public override string ToString() => _read?.Name ?? Pattern;

    /// <summary>The group that was read where it was read from this store; otherwise null, and the name counts.</summary>
    internal PermGroup? ReadFrom(StoreSession session) => _read is { } read && read.Origin.IsOf(session) ? read : null;
}
