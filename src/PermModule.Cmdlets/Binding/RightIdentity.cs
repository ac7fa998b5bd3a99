namespace PermModule.Binding;

/// <summary>Names a right: by key, unique name or wildcard, or by the object itself.</summary>
public sealed class RightIdentity : IFromStore
{
    /// <summary>Names a right by key, unique name or wildcard.</summary>
    public RightIdentity(string name)
    {
        Name = GivenText.NotBlank(name, "key or name of the right");
    }

    /// <summary>Names the right that was read.</summary>
    public RightIdentity(PermRight read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Name = read.Key;
        Origin = PermStore.OriginOf(read);
        Item = read;
    }

    /// <summary>Names the right that was asked about.</summary>
    public RightIdentity(EffectiveRight read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Name = read.Right;
        Item = read;
    }

    /// <summary>The key, unique name or wildcard.</summary>
    public string Name { get; }

    /// <summary>The object itself, or null where only a name was given.</summary>
    internal object? Item { get; }

    /// <summary>The store whose tier the object shows. The right itself is the same in all of them.</summary>
    internal StoreOrigin? Origin { get; }

    /// <inheritdoc/>
    StoreOrigin? IFromStore.Origin => Origin;

    /// <summary>The key, unique name or wildcard.</summary>
    public override string ToString() => Name;

    /// <summary>The keys, names or wildcards of all; none where nothing is given.</summary>
    internal static string[] NamesOf(RightIdentity[]? rights) => rights is null ? [] : Array.ConvertAll(rights, right => right.Name);
}
