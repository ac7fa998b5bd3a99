namespace PermModule.Binding;

/// <summary>Names a profile: by name, or by the object itself.</summary>
public sealed class ProfileIdentity : IFromStore
{
    /// <summary>Names a profile by name.</summary>
    public ProfileIdentity(string name)
    {
        Name = GivenText.NotBlank(name, "name of the profile");
    }

    /// <summary>Names the profile that was read.</summary>
    public ProfileIdentity(PermProfile read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Read = read;
        Name = read.Name;
    }

    /// <summary>The object itself, or null where only a name was given.</summary>
    internal PermProfile? Read { get; }

    /// <inheritdoc/>
    StoreOrigin? IFromStore.Origin => PermStore.OriginOf(Read);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What the core looks for: the text as given, in which wildcards are read, or the object itself.</summary>
    internal ProfileReference Reference => Read?.ToReference() ?? ProfileReference.Like(Name);

    /// <summary>The name that the profile has in a store now, whatever it was called when it was read.</summary>
    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>: the profile that was read is no longer there.</exception>
    internal string NameIn(PermStore store) => Read is null ? Name : store.Profiles.Find(Reference)[0].Name;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
