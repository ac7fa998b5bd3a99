namespace PermModule.Portal;

/// <summary>Which users are compared. Two that are one user count together: where either is called as asked for, both are meant.</summary>
internal sealed class WantedUsers
{
    private readonly NamePattern[] _patterns;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);

    /// <summary>Users by patterns.</summary>
    /// <param name="patterns">Names or wildcards.</param>
    /// <param name="stored">The users of the store, of whom one that is asked for may be called otherwise in the portal.</param>
    public WantedUsers(NamePattern[] patterns, StoreUsers stored)
    {
        _patterns = patterns;
        IsEverybody = patterns.Any(pattern => pattern is { IsLiteral: false, Prefix.Length: 0, IsPrefixOnly: true });
        foreach ((string userName, string? email, string? externalId) in IsEverybody ? [] : stored.Names().Where(user => Has(user.UserName)))
        {
            Add(userName, email, externalId);
        }
    }

    /// <summary>Users of the portal who may be one of these of the store.</summary>
    public WantedUsers(IEnumerable<UserRow> rows)
    {
        _patterns = [];
        foreach (UserRow row in rows)
        {
            Add(row.UserName, row.Email, row.ExternalId);
        }
    }

    /// <summary>True when nobody is left out.</summary>
    public bool IsEverybody { get; }

    /// <summary>True for a name that is asked for.</summary>
    public bool Has(string name) => IsEverybody || _patterns.Any(pattern => pattern.IsMatch(name));

    /// <summary>True for a pair that is asked for, by the name of either.</summary>
    public bool Has(PortalUser user, UserRow? row) => Has(user.Name) || (row is not null && Has(row.UserName));

    /// <summary>True for a user of the portal whom a name asks for, or who may be such a user of the store.</summary>
    public bool MayHave(PortalUser user) => Has(user.Name)
        || _ids.Contains(PortalAssumptions.Key(user.Id!))
        || (user.UserName is { } name && _names.Contains(NameKey.Fold(name)))
        || (user.Email is { } email && _addresses.Contains(NameKey.Fold(email)));

    private void Add(string userName, string? email, string? externalId)
    {
        _names.Add(NameKey.Fold(userName));
        if (email is not null)
        {
            _addresses.Add(NameKey.Fold(email));
        }

        if (externalId is not null)
        {
            _ids.Add(PortalAssumptions.Key(externalId));
        }
    }
}
