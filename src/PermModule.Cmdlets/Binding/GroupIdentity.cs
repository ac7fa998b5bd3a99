using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Names a group: by name, or by the object itself.</summary>
public sealed class GroupIdentity : IFromStore
{
    /// <summary>Names a group by name.</summary>
    public GroupIdentity(string name)
    {
        Name = GivenText.NotBlank(name, "name of the group");
        Pattern = name;
    }

    /// <summary>Names the group that was read.</summary>
    public GroupIdentity(PermGroup read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Read = read;
        Name = read.Name;
        Pattern = WildcardPattern.Escape(read.Name);
    }

    /// <summary>The object itself, or null where only a name was given.</summary>
    internal PermGroup? Read { get; }

    /// <inheritdoc/>
    StoreOrigin? IFromStore.Origin => PermStore.OriginOf(Read);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What stands for the group where wildcards are read: the text as given, or the name of the object taken as it is.</summary>
    internal string Pattern { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
