namespace PermModule.Binding;

/// <summary>Names a group: by name, or by the object itself.</summary>
public sealed class GroupIdentity
{
    /// <summary>Names a group by name.</summary>
    public GroupIdentity(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
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

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
