using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Names a user: by user name, or by an object that stands for the user.</summary>
public sealed class UserIdentity : IFromStore
{
    private readonly string? _userName;

    /// <summary>Names a user by user name.</summary>
    public UserIdentity(string userName)
    {
        _userName = GivenText.NotBlank(userName, "name of the user");
    }

    /// <summary>Names the user that was read, or that a membership, role or recommendation is about.</summary>
    public UserIdentity(INamedUser item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Item = item;
    }

    /// <summary>Names the user of a record that was read from a file or made by hand.</summary>
    internal UserIdentity(string userName, PSObject record)
        : this(userName) => Record = record;

    /// <summary>The object itself, or null where only a name was given.</summary>
    internal INamedUser? Item { get; }

    /// <summary>The record that the name comes from, or null.</summary>
    internal PSObject? Record { get; }

    /// <inheritdoc/>
    StoreOrigin? IFromStore.Origin => PermStore.OriginOf(Item);

    /// <summary>What the core knows the user by.</summary>
    /// <exception cref="PermInvalidInputException"><c>InputObjectNotBound</c>: the object is about something other than a user.</exception>
    internal UserReference Reference => Item is null ? UserReference.ByName(_userName!) : PermStore.ReferenceTo(Item);

    /// <summary>The text as given, in which wildcards are read where users are looked for; null where an object was given.</summary>
    internal string? Pattern => _userName;

    /// <summary>The user name.</summary>
    public override string ToString() => Item is null ? _userName! : Item.ToString()!;
}
