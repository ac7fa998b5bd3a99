
namespace PermModule;

/// <summary>Puts users into groups and takes them out, many at a time inside one change.</summary>
internal sealed class GroupMembers(WriteScope scope)
{
    public const int PageSize = Batching.Page;

    private const string GroupsOf = "SELECT group_id FROM group_members WHERE user_id = $1";
    private const string InsertUnlessThere = GroupWriter.InsertMember + "\nON CONFLICT DO NOTHING";
    private const string MembersOf = "SELECT m.user_id, m.group_id FROM users u JOIN group_members m ON m.user_id = u.id";

    private readonly StoreSession _session = scope.Session;
    private readonly GroupNames _groups = new(scope.Session);
    private readonly Dictionary<long, byte[]> _json = [];

    /// <summary>The next members of a group after the one with this number, in the order of their numbers; fewer than <see cref="PageSize"/> are the last.</summary>
    public static List<UserOutline> Page(StoreSession session, long group, long after)
    {
        List<UserOutline> page = [];
        // No join: where the past is shown, users are two tables in one, which SQLite would copy whole for a join.
        const string sql = $"""
            SELECT {UserOutline.Columns} FROM users u
            WHERE u.id IN (SELECT user_id FROM group_members WHERE group_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3)
            ORDER BY u.id
            """;
        using Statement reader = session.Query(sql, group, after, (long)PageSize);
        while (reader.Next())
        {
            page.Add(UserOutline.Read(reader));
        }

        return page;
    }

    /// <inheritdoc cref="UserDeparture"/>
    public static UserDeparture Departure { get; } = new(GroupsOf, Depart);

    private static Func<WriteScope, IEnumerable<string>>? Depart(StoreSession session, UserOutline user)
    {
        List<long> groups = [];
        using Statement row = session.Query(GroupsOf, user.Id);
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
            GroupNames.Announce(session);
            UserOutlines.Announce(session, memberships.Select(membership => membership.User));
            QueryMembers(session, memberships).Announce();
        }
    }

    public BatchItem<GroupMember>[] Add(IReadOnlyList<Membership> memberships, bool stopOnError) => Apply(
        memberships,
        stopOnError,
        isMember: true,
        (user, group) => scope.Audit.WriteFolded(AuditAction.GroupMemberAdded, UserEvents.TargetType, user.UserName, user.UserNameKey, user.Id, before: null, Json(group)));

    public BatchItem<GroupMember>[] Remove(IReadOnlyList<Membership> memberships, bool stopOnError) => Apply(
        memberships,
        stopOnError,
        isMember: false,
        WriteRemoved);

    /// <summary>Takes every member out of a group.</summary>
    public void RemoveAll(long group)
    {
        long after = 0;
        List<UserOutline> page;
        do
        {
            _session.ThrowIfCancelled();
            page = Page(_session, group, after);
            foreach (UserOutline user in page)
            {
                WriteRemoved(user, group);
                after = user.Id;
            }
        }
        while (page.Count == PageSize);

        scope.GroupCounts.Add(group, -_session.Execute("DELETE FROM group_members WHERE group_id = $1", group));
    }

    /// <summary>Finds everybody first, writes in the order of the index, which costs a fraction of a random order, and tells in the order of the input.</summary>
    private BatchItem<GroupMember>[] Apply(IReadOnlyList<Membership> memberships, bool stopOnError, bool isMember, Action<UserOutline, long> written)
    {
        UserOutlines users = new(_session, memberships.Select(membership => membership.User));
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
                written(item.User, item.Group);
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

        Announce(_session, memberships);
        HashSet<(long, long)> members = [];
        using Statement row = QueryMembers(_session, memberships);
        while (row.Next())
        {
            members.Add((row.Number(0), row.Number(1)));
        }

        return members;
    }

    private static Statement QueryMembers(StoreSession session, IReadOnlyList<Membership> memberships) =>
        UserOutlines.Query(session, memberships.Select(membership => membership.User), MembersOf);

    private void WriteRemoved(UserOutline user, long group) =>
        scope.Audit.WriteFolded(AuditAction.GroupMemberRemoved, UserEvents.TargetType, user.UserName, user.UserNameKey, user.Id, Json(group), after: null);

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
