namespace PermModule.Comparison;

/// <summary>A store as its session shows it, now or as of a past moment, read page by page, so that no read stays open while somebody writes what comes out.</summary>
internal sealed class SessionStore(StoreSession session) : IComparedStore
{
    private const int PageSize = Batching.Page;

    /// <inheritdoc/>
    public string StoreId => session.Read(() => StoreHead.StoreId(session));

    /// <inheritdoc/>
    public string Location => session.Origin.Location;

    /// <inheritdoc/>
    public bool HasErasedUsers => ErasedUsers.Of(session).Count > 0;

    /// <inheritdoc/>
    public PermissionSnapshot Snapshot => session.Read(session.Snapshot);

    /// <inheritdoc/>
    public IReadOnlyList<ProfileEntry> Profiles => Snapshot.Profiles;

    /// <inheritdoc/>
    public IReadOnlyDictionary<long, long> ActiveUsers() => session.Read(() =>
    {
        Dictionary<long, long> active = [];
        using Statement row = session.Query("SELECT id, active_users FROM profiles");
        while (row.Next())
        {
            active.Add(row.Number(0), row.Number(1));
        }

        return active;
    });

    /// <inheritdoc/>
    public long Items() => session.Read(() =>
        RightCatalogue.Default.Rights.Count + (session.Scalar("SELECT COUNT(*) FROM users") ?? 0) + (session.Scalar("SELECT COUNT(*) FROM group_members") ?? 0) + (session.Scalar("SELECT COUNT(*) FROM waiting_items") ?? 0));

    /// <inheritdoc/>
    public IEnumerable<ComparedUser> Users() => Pages("", user => user.Row.UserNameKey, UserPage);

    /// <inheritdoc/>
    public IEnumerable<ComparedName> UserNames() => Pages(0L, user => user.Id, NamePage);

    /// <inheritdoc/>
    public ComparedUser? User(string key) => Find("user_name_key = $1", _ => true, key);

    /// <inheritdoc/>
    public ComparedUser? UserByEmail(string email) => Find("email_key = $1", _ => true, NameKey.Fold(email));

    /// <inheritdoc/>
    public ComparedUser? UserByExternalId(string externalId)
    {
        string bare = ExternalIds.Bare(externalId).ToString();
        return Find(
            "external_id IS NOT NULL AND upper(replace(external_id, '-', '')) IN (upper(replace($1, '-', '')), upper(replace($2, '-', '')))",
            row => ExternalIds.IsSame(row.ExternalId, externalId),
            bare,
            $"{{{bare}}}");
    }

    /// <inheritdoc/>
    public IEnumerable<ComparedMembership> Memberships() => session.ShowsPast ? MembershipsOf(Users()) : Pages(("", ""), membership => (membership.UserKey, membership.GroupKey), MembershipPage);

    /// <inheritdoc/>
    public IEnumerable<ComparedGroup> Groups() => session.Read(() =>
    {
        List<ComparedGroup> groups = [];
        using Statement row = session.Query("SELECT id, created_at, name_key, name, description FROM user_groups ORDER BY name_key");
        while (row.Next())
        {
            groups.Add(new ComparedGroup(row.Number(0), row.Number(1), row.Text(2)!, row.Text(3)!, row.Text(4)));
        }

        return groups;
    });

    /// <inheritdoc/>
    public IEnumerable<ComparedRole> Roles() => session.Read(() =>
    {
        List<ComparedRole> roles = [];
        using Statement row = session.Query("SELECT (SELECT user_name_key FROM users WHERE id = m.user_id) AS user_key, (SELECT user_name FROM users WHERE id = m.user_id), m.role, m.department, m.location FROM role_members m ORDER BY user_key, m.role");
        while (row.Next())
        {
            roles.Add(new ComparedRole(row.Text(0)!, row.Text(1)!, (PermRole)row.Number(2), RoleMembers.ReadScope(row, 3)));
        }

        return roles;
    });

    /// <inheritdoc/>
    public IEnumerable<WaitingRoomItem> Requests() => RequestOrder.Sort(new WaitingRoomReader(session, new WaitingRoomFilter()).Read());

    /// <inheritdoc/>
    public string? WorkflowOwner() => session.Read(() =>
    {
        using Statement row = session.Query("SELECT (SELECT user_name FROM users WHERE id = o.user_id) FROM content_workflow_owner o");
        return row.Next() ? row.Text(0) : null;
    });

    private IEnumerable<T> Pages<T, TKey>(TKey first, Func<T, TKey> key, Func<TKey, List<T>> read)
    {
        TKey after = first;
        List<T> page;
        do
        {
            page = session.ReadConsistently(() => read(after));
            foreach (T item in page)
            {
                yield return item;
            }

            after = page.Count > 0 ? key(page[^1]) : after;
        }
        while (page.Count == PageSize);
    }

    private List<ComparedUser> UserPage(string after)
    {
        PermissionSnapshot snapshot = session.Snapshot();
        List<ComparedUser> users = new(PageSize);
        using Statement row = session.Query($"SELECT {UserRow.Columns} FROM users WHERE user_name_key > $1 ORDER BY user_name_key LIMIT {PageSize}", after);
        while (row.Next())
        {
            UserRow user = UserRow.Read(row, []);
            users.Add(new ComparedUser(user, snapshot.Profile(user.ProfileId).Name));
        }

        return users;
    }

    private List<ComparedName> NamePage(long after)
    {
        List<ComparedName> names = new(PageSize);
        using Statement row = session.Query($"SELECT id, created_at, user_name_key, user_name FROM users WHERE id > $1 ORDER BY id LIMIT {PageSize}", after);
        while (row.Next())
        {
            names.Add(new ComparedName(row.Number(0), row.Number(1), row.Text(2)!, row.Text(3)!));
        }

        return names;
    }

    private ComparedUser? Find(string condition, Func<UserRow, bool> isMeant, params object?[] values) => session.ReadConsistently(() =>
    {
        PermissionSnapshot snapshot = session.Snapshot();
        using Statement row = session.Query($"SELECT {UserRow.Columns} FROM users WHERE {condition} ORDER BY id", values);
        while (row.Next())
        {
            UserRow user = UserRow.Read(row, []);
            if (isMeant(user))
            {
                return new ComparedUser(user, snapshot.Profile(user.ProfileId).Name);
            }
        }

        return null;
    });

    /// <inheritdoc/>
    public IEnumerable<ComparedMembership> Memberships(ComparedUser user) => MembershipsOf([user]);

    /// <summary>The memberships of users without a join, which for a past moment is never fast.</summary>
    private IEnumerable<ComparedMembership> MembershipsOf(IEnumerable<ComparedUser> users)
    {
        Dictionary<long, ComparedGroup> groups = Groups().ToDictionary(group => group.Id);
        return users.SelectMany(user => session.Read(() => GroupsOf(user.Row.Id))
            .Select(id => groups[id])
            .OrderBy(group => group.Key, Comparer<string>.Create(KeyOrder.Compare))
            .Select(group => new ComparedMembership(user.Row.UserNameKey, user.Row.UserName, group.Key, group.Name)));
    }

    private List<long> GroupsOf(long userId)
    {
        List<long> groups = [];
        using Statement row = session.Query("SELECT group_id FROM group_members WHERE user_id = $1", userId);
        while (row.Next())
        {
            groups.Add(row.Number(0));
        }

        return groups;
    }

    private List<ComparedMembership> MembershipPage((string UserKey, string GroupKey) after)
    {
        const string sql = $"""
            SELECT u.user_name_key, u.user_name, g.name_key, g.name
            FROM users u CROSS JOIN group_members m CROSS JOIN user_groups g
            WHERE m.user_id = u.id AND g.id = m.group_id AND u.user_name_key >= $1 AND (u.user_name_key > $1 OR g.name_key > $2)
            ORDER BY u.user_name_key, g.name_key
            LIMIT $3
            """;
        List<ComparedMembership> memberships = new(PageSize);
        using Statement row = session.Query(sql, after.UserKey, after.GroupKey, (long)PageSize);
        while (row.Next())
        {
            memberships.Add(new ComparedMembership(row.Text(0)!, row.Text(1)!, row.Text(2)!, row.Text(3)!));
        }

        return memberships;
    }
}
