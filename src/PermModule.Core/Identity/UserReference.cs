namespace PermModule;

/// <summary>Names a user: by user name, or by an object that was read from a store.</summary>
public readonly record struct UserReference
{
    private UserReference(string name, PermUser? read)
    {
        Name = name;
        Read = read;
    }

    /// <summary>The user name.</summary>
    public string Name { get; }

    /// <summary>The object that was read, or null where only the name is known.</summary>
    internal PermUser? Read { get; }

    /// <summary>The folded name, under which the user is stored.</summary>
    internal string Key => NameKey.Fold(Name.Trim());

    /// <summary>Names a user by user name.</summary>
    public static UserReference ByName(string userName)
    {
        ArgumentNullException.ThrowIfNull(userName);
        return new UserReference(userName, read: null);
    }

    /// <summary>Names the user that was read.</summary>
    public static UserReference To(PermUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new UserReference(user.UserName, user);
    }

    /// <summary>The id of the user if the object was read from this session's store; otherwise the name counts.</summary>
    internal long? IdIn(StoreSession session) => Read is not null && ReferenceEquals(Read.Origin, session.Origin) ? Read.Id : null;

    /// <summary>The refusal if there is no such user.</summary>
    internal PermNotFoundException NotFound() =>
        new(ErrorId.UserNotFound, $"No user is called '{TextRules.Cut(Name)}'.", Name);

    /// <summary>The user name.</summary>
    public override string ToString() => Name;
}
