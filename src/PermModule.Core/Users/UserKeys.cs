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
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);
    private bool _isOfStored;

    /// <summary>Folded names.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Folded e-mail addresses.</summary>
    public IReadOnlyCollection<string> Emails => _emails;

    /// <summary>Ids.</summary>
    public IReadOnlyCollection<long> Ids => _ids;

    /// <summary>External ids in the form that their index has, with and without braces.</summary>
    public IReadOnlyCollection<string> ExternalIds => _externalIds;

    /// <summary>True where memberships are looked for in the same breath: the users are expected to be there, and they are so few that it costs little.</summary>
    public bool WithMemberships => _isOfStored && IsFew;

    /// <summary>True where names of groups may be asked for.</summary>
    public bool WithGroups { get; private set; }

    /// <summary>The folded names of the groups that are named, where no others are asked for but those that the users are in; null where so many may be that all groups are read.</summary>
    public IReadOnlyCollection<string>? Groups => WithGroups && IsFew ? _groups : null;

    private bool IsFew => _names.Count + _emails.Count + _ids.Count + _externalIds.Count + _groups.Count <= Few;

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
        else if (user.PossibleName is { } name)
        {
            _names.Add(name);
        }
    }

    /// <summary>Adds users that somebody named.</summary>
    public void Add(IEnumerable<UserReference> users)
    {
        _isOfStored = WithGroups = true;
        foreach (UserReference user in users)
        {
            Add(user);
        }
    }

    /// <summary>Adds users and what is to be said of them.</summary>
    public void Add(IEnumerable<UserChange> changes)
    {
        _isOfStored = WithGroups = true;
        foreach (UserChange change in changes)
        {
            Add(change.User);
            Add(change.Data);
            AddExternalId(change.Data);
            AddGroups(change.Data);
        }
    }

    /// <summary>Adds users who are to be made, or, where they are there, perhaps to be changed.</summary>
    /// <param name="users">The users.</param>
    /// <param name="externalIds">Adds their external ids, which an import looks for in its own way.</param>
    /// <param name="areNew">Whoever is there is refused.</param>
    public void Add(IEnumerable<UserDraft> users, bool externalIds, bool areNew)
    {
        _isOfStored |= !areNew;
        foreach (UserDraft user in users)
        {
            WithGroups |= !areNew || user.Data.Groups is { Count: > 0 };
            Add(user.Data);
            AddGroups(user.Data);
            if (externalIds)
            {
                AddExternalId(user.Data);
            }
        }
    }

    /// <summary>Adds a user who may be there, and what is to be said of them again.</summary>
    public void Add(long? id, UserData then)
    {
        if (id is { } known)
        {
            _ids.Add(known);
        }

        Add(then);
        AddExternalId(then);
    }

    /// <summary>Adds the name and the address that a user has or wants; whoever has no name given is named by the address.</summary>
    private void Add(UserData data)
    {
        string? name = TextRules.Trimmed(data.UserName);
        if (NameKey.Possible(name) is { } own)
        {
            _names.Add(own);
        }

        if (NameKey.Possible(TextRules.Trimmed(data.Email)) is { } key)
        {
            _emails.Add(key);
            if (name is null)
            {
                _names.Add(key);
            }
        }
    }

    private void AddGroups(UserData data)
    {
        foreach (string name in data.Groups ?? [])
        {
            if (NameKey.Possible(name) is { } key)
            {
                _groups.Add(key);
            }
        }
    }

    private void AddExternalId(UserData data)
    {
        if (TextRules.Trimmed(data.ExternalId) is { } externalId && NameKey.Possible(externalId) is not null)
        {
            string bare = PermModule.ExternalIds.ToIndexed(externalId);
            _externalIds.Add(bare);
            _externalIds.Add($"{{{bare}}}");
        }
    }
}
