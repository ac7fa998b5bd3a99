namespace PermModule.Binding;

/// <summary>Names a group: by name, or by the object itself.</summary>
public sealed class GroupIdentity : IFromStore
{
    /// <summary>Names a group by name.</summary>
    public GroupIdentity(string name)
    {
        Name = GivenText.NotBlank(name, "name of the group");
    }

    /// <summary>Names the group that was read.</summary>
    public GroupIdentity(PermGroup read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Read = read;
        Name = read.Name;
    }

    /// <summary>The object itself, or null where only a name was given.</summary>
    internal PermGroup? Read { get; }

    /// <inheritdoc/>
    StoreOrigin? IFromStore.Origin => PermStore.OriginOf(Read);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What the core looks for: the text as given, in which wildcards are read, or the object itself.</summary>
    internal GroupReference Reference => Read is null ? GroupReference.Like(Name) : GroupReference.To(Read);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
