namespace PermModule;

/// <summary>By what the users of a batch are looked for.</summary>
/// <param name="session">The store.</param>
internal sealed class UserKeys(StoreSession session)
{
    private const int Few = 100;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _emails = new(StringComparer.Ordinal);
    private readonly HashSet<long> _ids = [];
    private readonly HashSet<string> _externalIds = new(StringComparer.Ordinal);

    /// <summary>Folded names.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Folded e-mail addresses.</summary>
    public IReadOnlyCollection<string> Emails => _emails;

    /// <summary>Ids.</summary>
    public IReadOnlyCollection<long> Ids => _ids;

    /// <summary>External ids in the form that their index has, with and without braces.</summary>
    public IReadOnlyCollection<string> ExternalIds => _externalIds;

    /// <summary>True where so few are looked for that it costs little to look for their memberships in the same breath.</summary>
    public bool AreFew => _names.Count + _emails.Count + _ids.Count + _externalIds.Count <= Few;

    /// <summary>Collects what a change that comes is about, and has it read with the lock of that change; null where a question costs no round trip.</summary>
    public static UserKeys? Announce(StoreSession session, Action<UserKeys> collect)
    {
        if (!session.Link.IsRemote)
        {
            return null;
        }

        UserKeys keys = new(session);
        collect(keys);
        UserMemory.Announce(session, keys);
        return keys;
    }

    /// <summary>Adds a user that somebody named.</summary>
    private void Add(UserReference user)
    {
        if (user.IdIn(session) is { } id)
        {
            _ids.Add(id);
        }
        else
        {
            _names.Add(user.FoldedName);
        }
    }

    /// <summary>Adds users that somebody named.</summary>
    public void Add(IEnumerable<UserReference> users)
    {
        foreach (UserReference user in users)
        {
            Add(user);
        }
    }

    /// <summary>Adds users and what is to be said of them.</summary>
    public void Add(IEnumerable<UserChange> changes)
    {
        foreach (UserChange change in changes)
        {
            Add(change.User);
            Add(change.Data);
            AddExternalId(change.Data);
        }
    }

    /// <summary>Adds new users.</summary>
    /// <param name="users">The users.</param>
    /// <param name="externalIds">Adds their external ids, which an import looks for in its own way.</param>
    public void Add(IEnumerable<UserDraft> users, bool externalIds)
    {
        foreach (UserDraft user in users)
        {
            Add(user.Data);
            if (externalIds)
            {
                AddExternalId(user.Data);
            }
        }
    }

    /// <summary>Adds the name and the address that a user has or wants; whoever has no name given is named by the address.</summary>
    private void Add(UserData data)
    {
        string? name = TextRules.Trimmed(data.UserName);
        if (name is not null)
        {
            _names.Add(NameKey.Fold(name));
        }

        if (TextRules.Trimmed(data.Email) is { } email)
        {
            string key = NameKey.Fold(email);
            _emails.Add(key);
            if (name is null)
            {
                _names.Add(key);
            }
        }
    }

    private void AddExternalId(UserData data)
    {
        if (TextRules.Trimmed(data.ExternalId) is { } externalId)
        {
            string bare = PermModule.ExternalIds.ToIndexed(externalId);
            _externalIds.Add(bare);
            _externalIds.Add($"{{{bare}}}");
        }
    }
}
