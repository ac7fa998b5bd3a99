
namespace PermModule;

/// <summary>Puts users into groups and takes them out, many at a time inside one change.</summary>
internal sealed class GroupMembers(WriteScope scope)
{
    public const int PageSize = Batching.Page;

    private const string GroupsOf = "SELECT group_id FROM group_members WHERE user_id = $1";
    private const string InsertUnlessThere = GroupWriter.InsertMember + "\nON CONFLICT DO NOTHING";
    private const string MembersOf = "SELECT m.user_id, m.group_id FROM users u JOIN group_members m ON m.user_id = u.id";

    // No join: where the past is shown, users are two tables in one, which SQLite would copy whole for a join.
    private const string PageSql = $"""
        SELECT {UserOutline.Columns} FROM users u
        WHERE u.id IN (SELECT user_id FROM group_members WHERE group_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3)
        ORDER BY u.id
        """;

    private static readonly string FirstPageByKey = PageSql.Replace("group_id = $1", "group_id = (SELECT id FROM user_groups WHERE name_key = $1)", StringComparison.Ordinal);

    private readonly StoreSession _session = scope.Session;
    private readonly GroupNames _groups = new(scope.Session);
    private readonly Dictionary<long, byte[]> _json = [];

    /// <summary>Says that a group is going to be removed, of which the key or the id is known.</summary>
    public static void AnnounceAll(StoreSession session, string? key, long? id)
    {
        if (key is null)
        {
            session.Announce(PageSql, id, 0L, (long)PageSize);
        }
        else
        {
            session.Announce(FirstPageByKey, key, 0L, (long)PageSize);
        }
    }

    /// <summary>The next members of a group after the one with this number, in the order of their numbers; fewer than <see cref="PageSize"/> are the last.</summary>
    public static List<UserOutline> Page(StoreSession session, long group, long after)
    {
        using Statement reader = session.Query(PageSql, group, after, (long)PageSize);
        return ReadPage(reader);
    }

    private static List<UserOutline> ReadPage(Statement reader)
    {
        List<UserOutline> page = [];
        while (reader.Next())
        {
            page.Add(UserOutline.Read(reader));
        }

        return page;
    }

    /// <inheritdoc cref="UserDeparture"/>
    public static UserDeparture Departure { get; } = new(GroupsOf, Depart);

    private static Func<WriteScope, IEnumerable<string>>? Depart(Statement row, UserOutline user)
    {
        List<long> groups = [];
        while (row.Next())
        {
            groups.Add(row.Number(0));
        }

        return groups.Count == 0 ? null : scope => Leave(scope, user, groups);
    }

    private static IEnumerable<string> Leave(WriteScope scope, UserOutline user, List<long> groups)
    {
        scope.Session.Send("DELETE FROM group_members WHERE user_id = $1", user.Id);
        foreach (long group in groups)
        {
            scope.GroupCounts.Add(group, -1);
        }

        return [$"{(groups.Count == 1 ? "the membership" : "the memberships")} in {Quantity.Of(groups.Count, "group ends", "groups end")}"];
    }

    /// <summary>Says that memberships are going to be changed.</summary>
    public static void Announce(StoreSession session, IReadOnlyList<Membership> memberships)
    {
        if (session.Link.IsRemote)
        {
            (HashSet<string> keys, HashSet<long> ids) = Named(session, memberships);
            GroupNames.Announce(session, keys, ids);
            UserOutlines.Announce(session, memberships.Select(membership => membership.User));
            QueryMembers(session, memberships).Announce();
        }
    }

    public BatchItem<GroupMember>[] Add(IReadOnlyList<Membership> memberships, bool stopOnError) => Apply(memberships, stopOnError, isMember: true);

    public BatchItem<GroupMember>[] Remove(IReadOnlyList<Membership> memberships, bool stopOnError) => Apply(memberships, stopOnError, isMember: false);

    /// <summary>Puts a user into a group that they are known not to be in, or takes one out who is.</summary>
    /// <exception cref="PermNotPermittedException"><c>NotPermitted</c>.</exception>
    public void Change(UserOutline user, long group, bool isMember)
    {
        scope.Acting?.Demand(DelegatedAction.ManageGroups, user.UserName);
        if (isMember)
        {
            GroupWriter.AddMember(scope, user.Id, group);
        }
        else
        {
            GroupWriter.RemoveMember(scope, user.Id, group);
        }

        Write(user, group, isMember);
    }

    /// <summary>Takes every member out of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="isNamed">True where it was announced by its key.</param>
    public void RemoveAll(PermGroup group, bool isNamed)
    {
        string key = NameKey.Fold(group.Name);
        _groups.Know(group.Id, group.Name, key);
        long after = 0;
        List<UserOutline> page = isNamed ? FirstPage(key) : Page(_session, group.Id, after);
        while (page.Count > 0)
        {
            _session.ThrowIfCancelled();
            foreach (UserOutline user in page)
            {
                Write(user, group.Id, isMember: false);
                scope.GroupCounts.Add(group.Id, -1);
                after = user.Id;
            }

            page = page.Count < PageSize ? [] : Page(_session, group.Id, after);
        }

        _session.Send("DELETE FROM group_members WHERE group_id = $1", group.Id);
    }

    private List<UserOutline> FirstPage(string key)
    {
        using Statement reader = _session.Query(FirstPageByKey, key, 0L, (long)PageSize);
        return ReadPage(reader);
    }

    /// <summary>Finds everybody first, writes in the order of the index, which costs a fraction of a random order, and tells in the order of the input.</summary>
    private BatchItem<GroupMember>[] Apply(IReadOnlyList<Membership> memberships, bool stopOnError, bool isMember)
    {
        UserOutlines users = new(_session, memberships.Select(membership => membership.User));
        if (_session.Link.IsRemote)
        {
            Announce(_session, memberships);
            (HashSet<string> keys, HashSet<long> ids) = Named(_session, memberships);
            _groups.ReadAhead(keys, ids);
        }

        HashSet<(long User, long Group)>? members = ReadMembers(memberships);
        BatchItem<GroupMember>[] results = new BatchItem<GroupMember>[memberships.Count];
        List<Found> found = new(results.Length);
        for (int i = 0; i < results.Length; i++)
        {
            try
            {
                scope.Acting?.Demand(DelegatedAction.ManageGroups, memberships[i].User.Name);
                long group = memberships[i].Read is { } read && read.Origin.IsOf(_session) ? _groups.Known(read) : _groups.Resolve(memberships[i].Group, create: false);
                found.Add(new Found(i, group, users.Resolve(memberships[i].User)));
            }
            catch (PermException error)
            {
                results[i] = BatchItem<GroupMember>.Refused(error);
                if (stopOnError)
                {
                    break;
                }
            }
        }

        _session.ThrowIfCancelled();
        HashSet<int> changed = new(found.Count);
        foreach (Found item in found.OrderBy(item => item.User.Id).ThenBy(item => item.Group))
        {
            if (Set(members, item.User.Id, item.Group, isMember))
            {
                changed.Add(item.Index);
                scope.GroupCounts.Add(item.Group, isMember ? 1 : -1);
            }
        }

        PermissionSnapshot snapshot = scope.Snapshot;
        foreach (Found item in found)
        {
            bool isChanged = changed.Contains(item.Index);
            if (isChanged)
            {
                Write(item.User, item.Group, isMember);
            }

            GroupMember member = GroupMember.From(_groups.Name(item.Group), item.User, snapshot.Profile(item.User.ProfileId).Tier, new ReadOrigin(_session.Origin));
            results[item.Index] = BatchItem<GroupMember>.Applied(member, isChanged);
        }

        return results;
    }

    /// <summary>Puts a user into a group or takes them out; false where that changes nothing.</summary>
    private bool Set(HashSet<(long User, long Group)>? members, long user, long group, bool isMember)
    {
        string sql = isMember ? GroupWriter.InsertMember : GroupWriter.DeleteMember;
        if (members is null)
        {
            return _session.Execute(isMember ? InsertUnlessThere : sql, user, group) == 1;
        }

        if (!(isMember ? members.Add((user, group)) : members.Remove((user, group))))
        {
            return false;
        }

        _session.Send(sql, user, group);
        return true;
    }

    /// <summary>Who of the users is in which group, where a question costs a round trip; otherwise null, and each is asked as it is written.</summary>
    private HashSet<(long User, long Group)>? ReadMembers(IReadOnlyList<Membership> memberships)
    {
        if (!_session.Link.IsRemote)
        {
            return null;
        }

        HashSet<(long, long)> members = [];
        using Statement row = QueryMembers(_session, memberships);
        while (row.Next())
        {
            members.Add((row.Number(0), row.Number(1)));
        }

        return members;
    }

    /// <summary>The groups that are named, by folded name or by id.</summary>
    private static (HashSet<string> Keys, HashSet<long> Ids) Named(StoreSession session, IReadOnlyList<Membership> memberships)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        HashSet<long> ids = [];
        foreach (Membership membership in memberships)
        {
            if (membership.Read is { } read && read.Origin.IsOf(session))
            {
                ids.Add(read.Id);
            }
            else if (NameKey.Possible(membership.Group) is { } key)
            {
                keys.Add(key);
            }
        }

        return (keys, ids);
    }

    private static Statement QueryMembers(StoreSession session, IReadOnlyList<Membership> memberships) =>
        UserOutlines.Query(session, memberships.Select(membership => membership.User), MembersOf);

    private void Write(UserOutline user, long group, bool isMember) => scope.Audit.WriteFolded(
        isMember ? AuditAction.GroupMemberAdded : AuditAction.GroupMemberRemoved,
        UserEvents.TargetType,
        user.UserName,
        user.UserNameKey,
        user.Id,
        isMember ? null : Json(group),
        isMember ? Json(group) : null);

    private byte[] Json(long group)
    {
        if (!_json.TryGetValue(group, out byte[]? json))
        {
            json = scope.Audit.ToJson(writer =>
            {
                writer.WriteString("Group", _groups.Name(group));
                writer.WriteNumber("GroupId", group);
            })!;
            _json.Add(group, json);
        }

        return json;
    }

    private sealed record Found(int Index, long Group, UserOutline User);
}
