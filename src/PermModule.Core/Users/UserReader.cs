using System.Globalization;
using System.Text;

namespace PermModule;

/// <summary>
/// Reads users page by page, so that no read stays open while somebody writes what comes out. The next page is read while this one is handed out,
/// and once more where the store was changed meanwhile. While a batch of what came out before is written beside, it is read through a connection of its own,
/// and shows what is committed.
/// The order is that of the index that is the way in: of creation, of the names, or of the profiles and in each of creation.
/// </summary>
internal sealed class UserReader
{
    private const int PageSize = Batching.Page;

    /// <summary>Small, so that the first user comes soon.</summary>
    private const int FirstPageSize = 200;
    private const int FewUsers = 20;
    private const int NeighbourFactor = 4;
    private static readonly UserFilter Everybody = new();
    private static readonly NamePattern Anybody = NamePattern.Parse("*");

    private readonly StoreSession _session;
    private readonly UserFilter _filter;
    private readonly UserQuery _query;
    private long? _last;

    public UserReader(StoreSession session, UserFilter filter)
    {
        _session = session;
        _filter = filter;
        _query = new UserQuery(session, filter);
    }

    /// <summary>The users, as they are when their page is read.</summary>
    /// <exception cref="PermNotFoundException">A literal name that does not exist.</exception>
    public IEnumerable<PermUser> Read()
    {
        CheckFilter();
        List<Sought> sought = [.. (_filter.UserNames ?? []).Select(name => new Sought(NamePattern.Parse(name), User: null)), .. (_filter.Users ?? []).Select(ToSought)];
        if (sought.Count == 0)
        {
            sought.Add(new Sought(Anybody, User: null));
        }

        return sought is [{ IsOne: true } only] && (_filter with { UserNames = null, Users = null }) == Everybody ? ReadOne(only) : ReadAll(sought);
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

    private Sought ToSought(UserReference user) =>
        user.IdIn(_session) is null ? new Sought(NamePattern.Exactly(user.Name), User: null) : new Sought(Anybody, user);

    private IEnumerable<PermUser> ReadOne(Sought sought)
    {
        yield return _session.Read(() => Named(sought));
    }

    private IEnumerable<PermUser> ReadAll(List<Sought> all)
    {
        // A user may match two names, or be moved from one profile to a later one while what is read is changed.
        SeenUsers met = new();
        long skip = _filter.Skip;
        long left = _filter.First ?? long.MaxValue;
        foreach (Sought sought in all)
        {
            if (left == 0)
            {
                yield break;
            }

            foreach (PermUser user in ReadNamed(sought, PageSizeFor(skip > 0 ? long.MaxValue : left)))
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

    private IEnumerable<PermUser> ReadNamed(Sought sought, int pageSize)
    {
        List<Func<UserRow, bool>> tests = [];
        bool any = false;
        foreach (UserWay way in _query.Ways(sought.Name, sought.User?.IdIn(_session), tests))
        {
            foreach (PermUser user in ReadPages(way, tests, sought.IsOne ? 2 : pageSize))
            {
                any = true;
                yield return user;
            }
        }

        if (!any && sought.IsOne && _session.Read(() => Find(sought)) is null)
        {
            throw sought.Reference.NotFound(_session);
        }
    }

    private IEnumerable<PermUser> ReadPages(UserWay way, List<Func<UserRow, bool>> tests, int pageSize)
    {
        UserPage page = ReadPage(_session.Free, way, tests, after: null, Math.Min(pageSize, FirstPageSize));
        _last ??= page.IsFull && pageSize == PageSize ? _session.Free.Read(() => UserOutline.LastId(_session.Free)) : null;
        while (true)
        {
            // Who takes the first users may want no more than them.
            Task<UserPage>? ahead = null;
            if (page.IsFull && page.Size == pageSize && _session.Free is { CanReadBeside: true } free)
            {
                object? after = page.Last;
                ahead = free.ReadBeside(() => Page(free, way, tests, after, pageSize));
            }

            foreach (PermUser user in page.Users)
            {
                if (user.Id <= (_last ?? long.MaxValue))
                {
                    yield return user;
                }
            }

            if (!page.IsFull || (page.Last is long id && id >= _last))
            {
                yield break;
            }

            _session.ThrowIfCancelled();
            page = ahead?.GetAwaiter().GetResult() is { IsCurrent: true } next ? next : ReadPage(_session.Free, way, tests, page.Last, pageSize);
        }
    }

    private static UserPage ReadPage(StoreSession session, UserWay way, List<Func<UserRow, bool>> tests, object? after, int size) =>
        session.Read(() => Page(session, way, tests, after, size));

    /// <summary>One of few sizes, since each is a statement of its own.</summary>
    private static int PageSizeFor(long wanted) => wanted switch
    {
        <= FewUsers => FewUsers,
        <= FirstPageSize => FirstPageSize,
        _ => PageSize,
    };

    private static UserPage Page(StoreSession session, UserWay way, List<Func<UserRow, bool>> tests, object? after, int size)
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
        long version = session.Version();
        PermissionSnapshot snapshot = session.Snapshot(version);
        List<UserRow> rows = new(size);
        int read = 0;
        UserRow? last = null;
        Statement users = session.Query(sql.ToString(), [.. bound]);
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

        object? end = last is null ? after : way.Order == UserWay.NameOrder ? last.UserNameKey : last.Id;
        return new UserPage(ToUsers(session, rows, version, snapshot), end, size, IsFull: read == size, session, version);
    }

    /// <summary>The user that is meant, without what the other ways in cost.</summary>
    private PermUser Named(Sought sought)
    {
        long version = _session.Version();
        PermissionSnapshot snapshot = _session.Snapshot(version);
        return Find(sought) is { } row ? ToUsers(_session, [row], version, snapshot)[0] : throw sought.Reference.NotFound(_session);
    }

    private UserRow? Find(Sought sought)
    {
        Statement users = _session.Statement(sought.User is null ? UserStatements.ByName : UserStatements.ById);
        bool isFound = sought.User?.IdIn(_session) is { } id ? users.Find(id) : users.Find(NameKey.Fold(sought.Name.Literal.Trim()));
        UserRow? row = isFound ? UserRow.Read(users, groups: []) : null;
        users.End();
        return row;
    }

    private static List<PermUser> ToUsers(StoreSession session, List<UserRow> rows, long version, PermissionSnapshot snapshot)
    {
        if (rows.Exists(row => !snapshot.Has(row.ProfileId)))
        {
            // Another process has made a profile and moved users to it since the snapshot.
            snapshot = session.Snapshot();
        }

        Dictionary<long, IReadOnlyList<string>>? groups = rows.Count > 0 && MembershipMemory.HasMemberships(session, version) ? GroupsOf(session, rows) : null;
        long noted = session.NotedVersion(version);
        return rows.ConvertAll(row => row.ToUser(snapshot.Profile(row.ProfileId), groups?.GetValueOrDefault(row.Id) ?? [], noted, session.Origin));
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

    private static Dictionary<long, IReadOnlyList<string>> GroupsOf(StoreSession session, List<UserRow> rows)
    {
        // Neighbours are read in one go; users who lie far apart one by one, not with everybody between them.
        (long first, long last) = (rows.Min(row => row.Id), rows.Max(row => row.Id));
        bool isDense = last - first < NeighbourFactor * rows.Count;
        Dictionary<long, IReadOnlyList<string>> groups = [];
        foreach ((long from, long to) in isDense ? [(first, last)] : rows.Select(row => (row.Id, row.Id)))
        {
            const string sql = "SELECT m.user_id, g.name FROM group_members m CROSS JOIN user_groups g WHERE g.id = m.group_id AND m.user_id BETWEEN $1 AND $2 ORDER BY m.user_id, g.name_key";
            using Statement reader = session.Query(sql, from, to);
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
    /// <summary>Whom a part of the reading is about.</summary>
    /// <param name="Name">The name or wildcard.</param>
    /// <param name="User">The user that was read from this store, or null where the name counts.</param>
    private readonly record struct Sought(NamePattern Name, UserReference? User)
    {
        /// <summary>True where one user is meant, who has to be there.</summary>
        public bool IsOne => User is not null || Name.IsLiteral;

        public UserReference Reference => User ?? UserReference.ByName(Name.Literal);
    }
}
