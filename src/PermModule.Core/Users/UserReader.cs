using System.Globalization;
using System.Text;

namespace PermModule;

/// <summary>
/// Reads users page by page, so that no read stays open while somebody writes what comes out.
/// The order is that of the index that is the way in: of creation, of the names, or of the profiles and in each of creation.
/// </summary>
internal sealed class UserReader
{
    private const int PageSize = Batching.Page;

    /// <summary>Small, so that the first user comes soon.</summary>
    private const int FirstPageSize = 200;
    private const int FewUsers = 20;
    private const int NeighbourFactor = 4;
    private const string NameOrder = "user_name_key";
    private static readonly UserFilter Everybody = new();

    private readonly StoreSession _session;
    private readonly UserFilter _filter;
    private readonly bool? _isActive;

    public UserReader(StoreSession session, UserFilter filter)
    {
        _session = session;
        _filter = filter;
        _isActive = filter is { Rights: not null, IncludeInactive: false, IsActive: null } ? true : filter.IsActive;
    }

    /// <summary>The users, as they are when their page is read.</summary>
    /// <exception cref="PermNotFoundException">A literal name that does not exist.</exception>
    public IEnumerable<PermUser> Read()
    {
        CheckFilter();
        IReadOnlyList<string> names = _filter.UserNames is { Count: > 0 } given ? given : ["*"];
        return names.Count == 1 && NamePattern.Parse(names[0]) is { IsLiteral: true } only && (_filter with { UserNames = null }) == Everybody
            ? ReadOne(only.Literal)
            : ReadAll(names);
    }

    /// <exception cref="PermInvalidInputException"><c>ConflictingFilters</c>: nobody can be found by both.</exception>
    private void CheckFilter()
    {
        if (_filter is { Rights: not null, IncludeInactive: false, IsActive: false })
        {
            throw new PermInvalidInputException(ErrorId.ConflictingFilters, "Inactive users may use no right, so that nobody can be found.", target: null);
        }

        if (_filter is { NeverSignedIn: true, NotSeenForDays: not null })
        {
            throw new PermInvalidInputException(ErrorId.ConflictingFilters, "Users who never signed in have no last login, so that nobody can be found by both.", target: null);
        }
    }

    private IEnumerable<PermUser> ReadOne(string name)
    {
        yield return _session.Read(() => Named(name));
    }

    private IEnumerable<PermUser> ReadAll(IReadOnlyList<string> names)
    {
        // A user may match two names, or be moved from one profile to a later one while what is read is changed.
        SeenUsers met = new();
        long skip = _filter.Skip;
        long left = _filter.First ?? long.MaxValue;
        foreach (string name in names)
        {
            if (left == 0)
            {
                yield break;
            }

            foreach (PermUser user in ReadNamed(NamePattern.Parse(name), PageSizeFor(skip > 0 ? long.MaxValue : left)))
            {
                if (!met.Add(user.Id))
                {
                    continue;
                }

                if (skip > 0)
                {
                    skip--;
                    continue;
                }

                yield return user;
                if (--left == 0)
                {
                    yield break;
                }
            }
        }
    }

    private IEnumerable<PermUser> ReadNamed(NamePattern name, int pageSize)
    {
        List<Func<UserRow, bool>> tests = [];
        bool any = false;
        foreach (Way way in Ways(name, tests))
        {
            foreach (PermUser user in ReadPages(way, tests, name.IsLiteral ? 2 : pageSize))
            {
                any = true;
                yield return user;
            }
        }

        if (!any && name.IsLiteral && !Exists(name.Literal))
        {
            throw UserReference.ByName(name.Literal).NotFound();
        }
    }

    private IEnumerable<PermUser> ReadPages(Way way, List<Func<UserRow, bool>> tests, int pageSize)
    {
        object? after = null;
        int size = Math.Min(pageSize, FirstPageSize);
        while (true)
        {
            (List<PermUser> users, int read, after) = _session.Read(() => Page(way, tests, after, size));
            foreach (PermUser user in users)
            {
                yield return user;
            }

            if (read < size)
            {
                yield break;
            }

            size = pageSize;
        }
    }

    /// <summary>One of few sizes, since each is a statement of its own.</summary>
    private static int PageSizeFor(long wanted) => wanted switch
    {
        <= FewUsers => FewUsers,
        <= FirstPageSize => FirstPageSize,
        _ => PageSize,
    };

    private bool Exists(string name) => _session.Read(() => _session.Scalar("SELECT id FROM users WHERE user_name_key = $1", NameKey.Fold(name.Trim()))) is not null;

    private (List<PermUser> Users, int Read, object? Last) Page(Way way, List<Func<UserRow, bool>> tests, object? after, int size)
    {
        StringBuilder sql = new($"SELECT {UserRow.Columns} FROM {way.From} WHERE {way.Where}");
        List<object?> bound = [.. way.Values];
        if (after is not null)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND {way.Order} > ${bound.Count + 1}");
            bound.Add(after);
        }

        // The size is part of the text: SQLite, 3.53 too, plans a statement again at every run whose limit is a parameter, for ten times its cost.
        sql.Append(CultureInfo.InvariantCulture, $" ORDER BY {way.Order} LIMIT {size}");

        // Both are read first: a change in between makes the users look older than they are, never newer.
        long version = _session.Version();
        PermissionSnapshot snapshot = _session.Snapshot(version);
        List<UserRow> rows = new(size);
        int read = 0;
        UserRow? last = null;
        Statement users = _session.Query(sql.ToString(), [.. bound]);
        try
        {
            while (users.Next())
            {
                read++;
                last = UserRow.Read(users, groups: []);
                if (Passes(tests, last))
                {
                    rows.Add(last);
                }
            }
        }
        finally
        {
            users.End();
        }

        return (ToUsers(rows, version, snapshot), read, last is null ? after : way.Order == NameOrder ? last.UserNameKey : last.Id);
    }

    /// <summary>The user of this name, without what the other ways in cost.</summary>
    private PermUser Named(string name)
    {
        long version = _session.Version();
        PermissionSnapshot snapshot = _session.Snapshot(version);
        Statement users = _session.Statement(UserStatements.ByName);
        UserRow? row = users.Find(NameKey.Fold(name.Trim())) ? UserRow.Read(users, groups: []) : null;
        users.End();
        return row is null ? throw UserReference.ByName(name).NotFound() : ToUsers([row], version, snapshot)[0];
    }

    private List<PermUser> ToUsers(List<UserRow> rows, long version, PermissionSnapshot snapshot)
    {
        if (rows.Exists(row => !snapshot.Has(row.ProfileId)))
        {
            // Another process has made a profile and moved users to it since the snapshot.
            snapshot = _session.Snapshot();
        }

        Dictionary<long, IReadOnlyList<string>>? groups = rows.Count > 0 && MembershipMemory.HasMemberships(_session, version) ? GroupsOf(rows) : null;
        long noted = _session.NotedVersion(version);
        return rows.ConvertAll(row => row.ToUser(snapshot.Profile(row.ProfileId), groups?.GetValueOrDefault(row.Id) ?? [], noted, _session.Origin));
    }

    private static bool Passes(List<Func<UserRow, bool>> tests, UserRow row)
    {
        foreach (Func<UserRow, bool> test in tests)
        {
            if (!test(row))
            {
                return false;
            }
        }

        return true;
    }

    private Dictionary<long, IReadOnlyList<string>> GroupsOf(List<UserRow> rows)
    {
        // Neighbours are read in one go; users who lie far apart one by one, not with everybody between them.
        (long first, long last) = (rows.Min(row => row.Id), rows.Max(row => row.Id));
        bool isDense = last - first < NeighbourFactor * rows.Count;
        Dictionary<long, IReadOnlyList<string>> groups = [];
        foreach ((long from, long to) in isDense ? [(first, last)] : rows.Select(row => (row.Id, row.Id)))
        {
            const string sql = "SELECT m.user_id, g.name FROM group_members m CROSS JOIN user_groups g WHERE g.id = m.group_id AND m.user_id BETWEEN $1 AND $2 ORDER BY m.user_id, g.name_key";
            using Statement reader = _session.Query(sql, from, to);
            while (reader.Next())
            {
                if (!groups.TryGetValue(reader.Number(0), out IReadOnlyList<string>? names))
                {
                    groups.Add(reader.Number(0), names = new List<string>());
                }

                ((List<string>)names).Add(reader.Text(1)!);
            }
        }

        return groups;
    }

    private IEnumerable<Way> Ways(NamePattern name, List<Func<UserRow, bool>> tests)
    {
        bool byName = name.Prefix.Length > 0;
        IReadOnlyList<long>? groups = _filter.Group is { } group ? _session.Read(() => GroupNames.Match(_session, group)) : null;
        bool byGroup = !byName && groups?.Count == 1;
        (List<long>? profiles, long? owner) = _session.Read(ProfileIds);
        bool byProfile = !byName && !byGroup && profiles is not null;
        (string where, List<object?> values) = Where(name, groups, byGroup, byProfile ? null : (profiles, owner), tests);
        if (!byProfile)
        {
            return [byName ? new Way("users", NameOrder, where, values) : byGroup ? new Way("group_members CROSS JOIN users", "user_id", where, values) : new Way("users", "id", where, values)];
        }

        IEnumerable<Way> ways = owner is null
            ? []
            : [new Way("users", "id", string.Create(CultureInfo.InvariantCulture, $"{where} AND id = ${values.Count + 1}"), [.. values, owner])];

        // With both columns of the index fixed its rows come in the order of creation, so that no page has to sort.
        bool[] states = _isActive is { } isActive ? [isActive] : [true, false];
        return ways.Concat(profiles!.SelectMany(profile => states.Select(state => new Way(
            "users",
            "id",
            string.Create(CultureInfo.InvariantCulture, $"{where} AND profile_id = ${values.Count + 1} AND is_active = ${values.Count + 2}"),
            [.. values, profile, state ? 1L : 0L]))));
    }

    private (string Where, List<object?> Values) Where(NamePattern name, IReadOnlyList<long>? groups, bool byGroup, (List<long>? Ids, long? Owner)? profiles, List<Func<UserRow, bool>> tests)
    {
        List<string> conditions = [];
        List<object?> values = [];

        string Bind(object? value)
        {
            values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
        }

        if (name.IsLiteral)
        {
            conditions.Add("user_name_key = " + Bind(NameKey.Fold(name.Literal.Trim())));
        }
        else if (name.Prefix.Length > 0)
        {
            conditions.Add($"user_name_key >= {Bind(name.Prefix)} AND user_name_key < {Bind(NameKey.EndOf(name.Prefix))}");
        }

        if (!name.IsLiteral && !name.IsPrefixOnly)
        {
            tests.Add(row => name.IsKeyMatch(row.UserNameKey));
        }

        if (_filter.Email is { } email)
        {
            NamePattern pattern = NamePattern.Parse(email);
            if (pattern.IsLiteral)
            {
                conditions.Add("email_key = " + Bind(pattern.Prefix));
            }
            else
            {
                if (pattern.Prefix.Length > 0)
                {
                    conditions.Add($"email_key >= {Bind(pattern.Prefix)} AND email_key < {Bind(NameKey.EndOf(pattern.Prefix))}");
                }

                tests.Add(row => row.EmailKey is { } key && pattern.IsKeyMatch(key));
            }
        }

        if (profiles is ({ } those, var owner))
        {
            string held = those.Count == 0 ? "0" : $"profile_id IN ({string.Join(", ", those.Select(id => Bind(id)))})";
            conditions.Add(owner is null ? held : $"({held} OR users.id = {Bind(owner)})");
        }

        if (_isActive is { } isActive)
        {
            conditions.Add($"is_active = {(isActive ? 1 : 0)}");
        }

        if (groups is not null)
        {
            // One group is entered through its own index, so that every page costs the same however many members come after it.
            string ids = string.Join(", ", groups.Select(id => Bind(id)));
            conditions.Add((groups.Count, byGroup) switch
            {
                (0, _) => "0",
                (_, true) => $"users.id = user_id AND group_id = {ids}",
                _ => $"EXISTS (SELECT 1 FROM group_members WHERE user_id = users.id AND group_id IN ({ids}))",
            });
        }

        TestText(_filter.Department, row => row.Department, tests);
        TestText(_filter.Location, row => row.Location, tests);
        if (_filter.NotSeenForDays is { } days)
        {
            conditions.Add("last_login_at <= " + Bind(UtcTime.ToStored(_session.Time.GetUtcNow().AddDays(-days))));
        }

        if (_filter.NeverSignedIn)
        {
            conditions.Add("last_login_at IS NULL");
        }

        return (conditions.Count == 0 ? "1" : string.Join(" AND ", conditions), values);
    }

    private static void TestText(string? wanted, Func<UserRow, string?> field, List<Func<UserRow, bool>> tests)
    {
        if (wanted is not null)
        {
            NamePattern pattern = NamePattern.Parse(wanted);
            tests.Add(row => field(row) is { } value && pattern.IsMatch(value));
        }
    }

    /// <summary>The profiles that the filter leaves, and the account owner of Content Workflow where the right comes from that; null for all of them.</summary>
    private (List<long>? Profiles, long? Owner) ProfileIds()
    {
        if (_filter.Profiles is null && _filter.Tiers is null && _filter.Rights is null)
        {
            return (null, null);
        }

        PermissionSnapshot snapshot = _session.Snapshot();
        IEnumerable<ProfileEntry> wanted = _filter.Profiles is null ? snapshot.Profiles : _filter.Profiles.SelectMany(name => snapshot.Match(name)).Distinct();
        if (_filter.Tiers is not null)
        {
            wanted = wanted.Where(profile => _filter.Tiers.Contains(profile.Tier));
        }

        if (_filter.Rights is null)
        {
            return ([.. wanted.Select(profile => profile.Id)], null);
        }

        RightSet rights = RightCatalogue.Default.Resolve(_filter.Rights);
        HashSet<long> candidates = [.. wanted.Select(profile => profile.Id)];
        long? owner = snapshot.WorkflowOwnerId is { } id && rights.Overlaps(RightCatalogue.Default.ContentWorkflow) && new UserStatements(_session).FindById(id) is { } row && candidates.Contains(row.ProfileId) ? id : null;
        return ([.. candidates.Where(profile => snapshot.Profile(profile).Effective.Overlaps(rights))], owner);
    }

    /// <summary>One way into the users: through the order of one index.</summary>
    private sealed record Way(string From, string Order, string Where, List<object?> Values);
}
