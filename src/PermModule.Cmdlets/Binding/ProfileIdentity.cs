namespace PermModule.Binding;

/// <summary>Names a profile: by name, or by the object itself.</summary>
public sealed class ProfileIdentity : IFromStore
{
    /// <summary>Names a profile by name.</summary>
    public ProfileIdentity(string name)
    {
        Name = GivenText.NotBlank(name, "name of the profile");
        Pattern = name;
    }

    /// <summary>Names the profile that was read.</summary>
    public ProfileIdentity(PermProfile read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Read = read;
        Name = read.Name;
        Pattern = ProfileService.Literal(read.Name);
    }

    /// <summary>The object itself, or null where only a name was given.</summary>
    internal PermProfile? Read { get; }

    /// <inheritdoc/>
    StoreOrigin? IFromStore.Origin => PermStore.OriginOf(Read);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What stands for the profile where wildcards are read: the text as given, or the name of the object taken as it is.</summary>
    public string Pattern { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
