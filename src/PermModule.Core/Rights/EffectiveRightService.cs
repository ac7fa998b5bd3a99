using System.Data.Common;

namespace PermModule;

/// <summary>
/// Who may do what, and why. The rights of an active user are those of their profile; the account owner of Content Workflow holds all of its rights besides.
/// An inactive user holds none.
/// </summary>
public sealed class EffectiveRightService
{
    private readonly string _byId;
    private readonly string _byName;
    private readonly StoreSession _session;
    private RightChecker? _checker;

    internal EffectiveRightService(StoreSession session)
    {
        // The version of the configuration comes with the row, so that both are of one state without a transaction.
        string columns = $"SELECT u.id, u.profile_id, u.is_active, s.configuration_version, {session.Link.StateMark} FROM users u LEFT JOIN {StoreLayout.StateTable} s ON TRUE";
        _byId = columns + " WHERE u.id = $1";
        _byName = columns + " WHERE u.user_name_key = $1";
        _session = session;
    }

    /// <summary>Who may do what in the state the store is in now.</summary>
    public RightChecker Checker() => _session.Read(Current);

    /// <summary>True when the user holds the right now. A user read since the last change of the store is judged from memory, in whichever process that change was made.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public bool Holds(PermUser user, PermRight right)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(right);
        try
        {
            return HoldsNow(user, RightChecker.IndexOf(right));
        }
        catch (DbException error)
        {
            throw _session.Translate(error);
        }
    }

    /// <summary>True when the user of this name holds the right now.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public bool Holds(string userName, PermRight right)
    {
        ArgumentNullException.ThrowIfNull(userName);
        ArgumentNullException.ThrowIfNull(right);
        try
        {
            return HoldsNow(userName, RightChecker.IndexOf(right));
        }
        catch (DbException error)
        {
            throw _session.Translate(error);
        }
    }

    /// <summary>True when the user holds the right now.</summary>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>.</exception>
    public bool Holds(UserReference user, PermRight right)
    {
        if (user.Read is not null)
        {
            return Holds(user.Read, right);
        }

        if (user.KeyIn(_session) is not { } key)
        {
            return Holds(user.Name, right);
        }

        ArgumentNullException.ThrowIfNull(right);
        try
        {
            return HoldsNow(user, key.Id, RightChecker.IndexOf(right));
        }
        catch (DbException error)
        {
            throw _session.Translate(error);
        }
    }

    /// <summary>True when the profile holds the right, directly or because another right includes it.</summary>
    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>.</exception>
    public bool ProfileHolds(string profile, PermRight right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return _session.Read(_session.Snapshot).Profile(profile).Effective.Contains(RightChecker.IndexOf(right));
    }

    /// <summary>True when the profile that was read, whatever it is called by now, holds the right, directly or because another right includes it.</summary>
    /// <exception cref="PermNotFoundException"><c>ProfileNotFound</c>.</exception>
    public bool ProfileHolds(PermProfile profile, PermRight right)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(right);
        return profile.ToReference().Match(_session, _session.Read(_session.Snapshot)).First().Effective.Contains(RightChecker.IndexOf(right));
    }

    /// <summary>The rights of a user in the order of the catalogue, with their source.</summary>
    /// <param name="user">The user.</param>
    /// <param name="rights">Keys, names or wildcards of the rights asked about, held or not; null for those held. For an inactive user these are the rights that the user would hold, with the reason why they do not.</param>
    /// <exception cref="PermException"><c>UserNotFound</c>, <c>RightNotFound</c>.</exception>
    public IReadOnlyList<EffectiveRight> List(UserReference user, IReadOnlyList<string>? rights = null) => _session.ReadConsistently(() =>
    {
        StoreHead.Announce(_session);
        UserOutline row = UserOutline.Resolve(_session, user);
        PermissionSnapshot snapshot = _session.Snapshot();
        return List(snapshot, snapshot.Profile(row.ProfileId), row, rights);
    });

    /// <summary>The rights of a profile in the order of the catalogue, with their source.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="rights">Keys, names or wildcards of the rights asked about, held or not; null for those held.</param>
    /// <exception cref="PermException"><c>ProfileNotFound</c>, <c>RightNotFound</c>.</exception>
    public IReadOnlyList<EffectiveRight> ListProfile(string profile, IReadOnlyList<string>? rights = null)
    {
        PermissionSnapshot snapshot = _session.Read(_session.Snapshot);
        return List(snapshot, snapshot.Profile(profile), user: null, rights);
    }

    /// <summary>The rights of a profile that was read, whatever it is called by now, in the order of the catalogue, with their source.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="rights">Keys, names or wildcards of the rights asked about, held or not; null for those held.</param>
    /// <exception cref="PermException"><c>ProfileNotFound</c>, <c>RightNotFound</c>.</exception>
    public IReadOnlyList<EffectiveRight> ListProfile(PermProfile profile, IReadOnlyList<string>? rights = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        PermissionSnapshot snapshot = _session.Read(_session.Snapshot);
        return List(snapshot, profile.ToReference().Match(_session, snapshot).First(), user: null, rights);
    }

    internal static IReadOnlyList<EffectiveRight> List(PermissionSnapshot snapshot, ProfileEntry profile, UserOutline? user, IReadOnlyList<string>? rights)
    {
        RightCatalogue catalogue = RightCatalogue.Default;
        RightSet owned = user is not null && user.Id == snapshot.WorkflowOwnerId ? catalogue.ContentWorkflow : RightSet.Empty;
        RightSet asked = rights is null ? profile.Effective | owned : RightCatalogue.Default.Asked(rights);
        return [.. catalogue.RightsOf(asked).Select(right =>
        {
            string? source = Source(right, profile, owned);
            string? reason = (source, user?.IsActive) switch
            {
                (null, _) => $"Not granted: the profile '{profile.Name}' does not hold it.",
                (_, false) => $"Inactive: '{user.UserName}' holds no right until the user is activated.",
                _ => null,
            };
            return new EffectiveRight
            {
                Holder = user?.UserName ?? profile.Name,
                Right = right.Key,
                Name = right.Name,
                Tier = snapshot.Tiers.Of(right.Index),
                Kind = right.Kind,
                IsHeld = reason is null,
                Source = reason is null ? source : null,
                Reason = reason,
            };
        })];
    }

    private static string? Source(PermRight right, ProfileEntry profile, RightSet owned)
    {
        if (profile.Direct.Contains(right.Index))
        {
            return "Direct";
        }

        if (profile.Effective.Contains(right.Index))
        {
            return "Implied by " + RightCatalogue.Default.RightsOf(profile.Direct).First(direct => direct.Implied.Contains(right.Index)).Key;
        }

        return owned.Contains(right.Index) ? "Account owner" : null;
    }

    private bool HoldsNow(PermUser user, int right)
    {
        if (!_session.InTransaction)
        {
            RightChecker checker = Current();
            if (checker.Knows(user))
            {
                return checker.Judge(user, right);
            }
        }

        UserReference reference = UserReference.To(user);
        return reference.KeyIn(_session) is { } key ? HoldsNow(reference, key.Id, right) : HoldsNow(reference.Name, right);
    }

    private bool HoldsNow(string userName, int right)
    {
        Statement users = _session.Statement(_byName);
        Person? found = Read(users, users.Find(NameKey.Fold(userName.Trim())));
        return Judge(found, UserReference.ByName(userName), right) ?? _session.ReadConsistently(() => Refresh() && HoldsNow(userName, right));
    }

    private bool HoldsNow(UserReference user, long id, int right)
    {
        Statement users = _session.Statement(_byId);
        Person? found = Read(users, users.Find(id));
        return Judge(found, user, right) ?? _session.ReadConsistently(() => Refresh() && HoldsNow(user, id, right));
    }

    /// <summary>What the snapshot in memory says of the person, or null where it is not that of the state the person was read in.</summary>
    private bool? Judge(Person? person, UserReference user, int right)
    {
        Person found = person ?? throw user.NotFound(_session);
        _session.RefuseIfReplaced(found.Mark);
        return _session.SnapshotAt(found.Configuration) is { } snapshot ? RightChecker.Judge(snapshot, found.Id, found.ProfileId, found.IsActive, right) : null;
    }

    private bool Refresh() => _session.Snapshot() is not null;

    private static Person? Read(Statement users, bool isFound)
    {
        Person? person = isFound ? new Person(users.Number(0), users.Number(1), users.Number(2) != 0, users.Number(3), users.Number(4)) : null;
        users.End();
        return person;
    }

    private RightChecker Current()
    {
        if (_session.InTransaction)
        {
            return Make();
        }

        if (_checker?.Version != _session.Version())
        {
            _checker = _session.ReadConsistently(Make);
        }

        return _checker;
    }

    private RightChecker Make() => new(_session.Snapshot(), _session.NotedVersion(_session.Version()), _session.Origin);

    private readonly record struct Person(long Id, long ProfileId, bool IsActive, long Configuration, long Mark);
}
