namespace PermModule.Binding;

/// <summary>Names a user: by user name, or by the object itself.</summary>
public sealed class UserIdentity
{
    private readonly string? _userName;
    private readonly PermUser? _user;

    /// <summary>Names a user by user name.</summary>
    public UserIdentity(string userName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userName);
        _userName = userName;
    }

    /// <summary>Names the user that was read.</summary>
    public UserIdentity(PermUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        _user = user;
    }

    /// <summary>True when the object itself was given and not only a name.</summary>
    internal bool IsObject => _user is not null;

    /// <summary>What the core knows the user by.</summary>
    internal UserReference Reference => _user is null ? UserReference.ByName(_userName!) : UserReference.To(_user);

    /// <summary>The user name.</summary>
    public override string ToString() => Reference.Name;
}
