using System.Globalization;

namespace PermModule;

/// <summary>Names a user: by user name, or by an object that was read from a store.</summary>
public readonly record struct UserReference
{
    private UserReference(string name, PermUser? read, UserKey? key, StoreOrigin? origin)
    {
        Name = name;
        Read = read;
        Key = key;
        Origin = origin;
    }

    /// <summary>The user name.</summary>
    public string Name { get; }

    /// <summary>The user that was read, or null where only the name or a membership is known.</summary>
    internal PermUser? Read { get; }

    /// <summary>The folded name, under which the user is stored.</summary>
    internal string FoldedName => NameKey.Fold(Name.Trim());

    /// <summary>The folded name, or null where nobody can be called so: it is no valid text, or one that a server does not take.</summary>
    internal string? PossibleName => NameKey.Possible(Name);

    /// <summary>What identifies the user in the store it was read from, or null where only the name is known.</summary>
    internal UserKey? Key { get; }

    /// <summary>The store the object was read from, or null where only the name is known.</summary>
    internal StoreOrigin? Origin { get; }

    /// <summary>Names a user by user name.</summary>
    public static UserReference ByName(string userName)
    {
        ArgumentNullException.ThrowIfNull(userName);
        return new UserReference(userName, read: null, key: null, origin: null);
    }

    /// <summary>Names the user that was read.</summary>
    public static UserReference To(PermUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new UserReference(user.Stored?.UserName ?? user.UserName, user, user.Stored, user.Origin);
    }

    /// <summary>The id of the user if the object was read from this session's store; otherwise the name counts.</summary>
    internal long? IdIn(StoreSession session) => KeyIn(session)?.Id;

    /// <summary>The refusal if there is no such user.</summary>
    internal PermNotFoundException NotFound() =>
        new(ErrorId.UserNotFound, $"No user is called '{TextRules.Cut(Name)}'.", Name);

    /// <summary>The refusal if a session shows no such user. Whether there was one in the past cannot be told where users of then were erased.</summary>
    internal PermException NotFound(StoreSession session)
    {
        // What is no valid text is refused as that.
        _ = FoldedName;
        bool isById = KeyIn(session) is not null;
        return ErasedUsers.Of(session).Count is > 0 and int erased
            ? new PermConflictException(
                ErrorId.AsOfErased,
                string.Create(CultureInfo.InvariantCulture, $"No user of then is known to be called '{TextRules.Cut(Name)}', but the personal data of {erased} was erased since, so that it cannot be told whether one of them was."),
                Name)
            : isById ? new PermNotFoundException(ErrorId.UserNotFound, $"The user that was read as '{TextRules.Cut(Name)}' {session.Absence}.", Name) { Detail = ErrorDetail.WasRead }
            : NotFound();
    }

    /// <summary>The user name.</summary>
    public override string ToString() => Name;

    /// <summary>Names the user of a membership, role or recommendation that was read.</summary>
    internal static UserReference To(UserKey key, ReadOrigin origin) => new(key.UserName, read: null, key, origin.Store);

    /// <summary>What identifies the user where the object was read through this session; otherwise only the name counts.</summary>
    internal UserKey? KeyIn(StoreSession session) => session.Origin.IsSame(Origin) ? Key : null;
}
