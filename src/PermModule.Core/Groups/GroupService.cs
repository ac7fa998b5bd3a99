
namespace PermModule;

/// <summary>Groups and their members.</summary>
public sealed class GroupService
{
    private const string Columns = "SELECT id, name, description, member_count, created_at FROM user_groups";
    private const string ByKey = Columns + " WHERE name_key = $1";
    private const string ById = Columns + " WHERE id = $1";
    private const string PortalKeys = "SELECT group_id, external_key FROM portal_groups";
    private const string GroupsOf = "SELECT g.name, g.name_key FROM group_members m CROSS JOIN user_groups g WHERE g.id = m.group_id AND m.user_id = $1 ORDER BY g.name_key";

    private readonly StoreSession _session;

    internal GroupService(StoreSession session) => _session = session;

    /// <summary>The groups that are meant, in the order of their names.</summary>
    /// <param name="group">A name or wildcard, or the group that was read; all unless given.</param>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>: a literal name that does not exist, or a group that is no longer there.</exception>
    public IReadOnlyList<PermGroup> Find(GroupReference group = default) => _session.Read(() =>
    {
        if (group.ReadFrom(_session) is { } read)
        {
            return [ReadAgain(read)];
        }

        NamePattern pattern = NamePattern.Parse(group.Pattern);
        return pattern.IsLiteral ? [Read(pattern.Literal)] : (IReadOnlyList<PermGroup>)[.. Select(Columns + " ORDER BY name_key").Where(found => pattern.IsMatch(found.Name))];
    });

    /// <summary>The group with this name.</summary>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>.</exception>
    public PermGroup Get(string name) => _session.Read(() => Read(name));

    /// <summary>The group with this id, or null.</summary>
    internal PermGroup? Find(long id) => Select(ById, id).FirstOrDefault();

    /// <summary>Makes a group.</summary>
    /// <param name="name">The name, free without regard to case.</param>
    /// <param name="description">What it is for, or null.</param>
    /// <exception cref="PermException"><c>GroupAlreadyExists</c>, <c>InvalidName</c>, <c>ValueTooLong</c>, <c>InvalidCharacter</c>.</exception>
    public PermGroup Create(string name, string? description = null)
    {
        string clean = TextRules.Name(name, "group");
        string? text = TextRules.Text(description, "description", TextRules.MaxText);
        _session.Announce(GroupNames.IdOf, NameKey.Fold(clean));
        return _session.Write(scope =>
        {
            CheckFree(clean);
            return new PermGroup
            {
                Id = GroupWriter.Insert(scope, clean, text),
                Name = clean,
                Description = text,
                MemberCount = 0,
                CreatedAt = UtcTime.FromStored(scope.Now),
                Origin = new ReadOrigin(_session.Origin),
            };
        });
    }

    /// <summary>Changes a group; what is null stays as it is, an empty description is cleared.</summary>
    /// <exception cref="PermException"><c>GroupNotFound</c>, <c>GroupAlreadyExists</c>, <c>InvalidName</c>, <c>ValueTooLong</c>, <c>InvalidCharacter</c>.</exception>
    public PermGroup Update(string name, string? newName = null, string? description = null) => Update(name, read: null, newName, description);

    /// <summary>Changes a group that was read from this store, whatever it is called by now; what is null stays as it is.</summary>
    /// <exception cref="PermException"><c>GroupNotFound</c>, <c>GroupAlreadyExists</c>, <c>InvalidName</c>, <c>ValueTooLong</c>, <c>InvalidCharacter</c>; <c>ConcurrentChange</c>: somebody else changed since it was read what this changes.</exception>
    public PermGroup Update(PermGroup group, string? newName = null, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Update(group.Name, group.Origin.IsOf(_session) ? group : null, newName, description);
    }

    /// <summary>Removes a group; its members stay users.</summary>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>.</exception>
    public PermGroup Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (NameKey.Possible(name) is { } key)
        {
            _session.Announce(ByKey, key);
            GroupMembers.AnnounceAll(_session, key, id: null);
            _session.Announce(PortalKeys);
        }

        return Remove(() => Read(name), isNamed: true);
    }

    /// <summary>Removes a group that was read from this store, whatever it is called by now; its members stay users.</summary>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>.</exception>
    public PermGroup Remove(PermGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (!group.Origin.IsOf(_session))
        {
            return Remove(group.Name);
        }

        _session.Announce(ById, group.Id);
        GroupMembers.AnnounceAll(_session, key: null, group.Id);
        _session.Announce(PortalKeys);
        return Remove(() => ReadAgain(group), isNamed: false);
    }

    /// <summary>Puts users into groups in one change; one who is in it already stays.</summary>
    /// <param name="memberships">Who is to be where.</param>
    /// <param name="stopOnError">Applies nothing after the first that is refused.</param>
    /// <returns>What became of each, in the order of the list; refused with <c>GroupNotFound</c> or <c>UserNotFound</c>.</returns>
    public IReadOnlyList<BatchItem<GroupMember>> AddMembers(IReadOnlyList<Membership> memberships, bool stopOnError = false)
    {
        ArgumentNullException.ThrowIfNull(memberships);
        GroupMembers.Announce(_session, memberships);
        return _session.Write(scope => new GroupMembers(scope).Add(memberships, stopOnError));
    }

    /// <summary>Takes users out of groups in one change; one who is not in it stays out.</summary>
    /// <param name="memberships">Who is no longer to be where.</param>
    /// <param name="stopOnError">Applies nothing after the first that is refused.</param>
    /// <returns>What became of each, in the order of the list; refused with <c>GroupNotFound</c> or <c>UserNotFound</c>.</returns>
    public IReadOnlyList<BatchItem<GroupMember>> RemoveMembers(IReadOnlyList<Membership> memberships, bool stopOnError = false)
    {
        ArgumentNullException.ThrowIfNull(memberships);
        GroupMembers.Announce(_session, memberships);
        return _session.Write(scope => new GroupMembers(scope).Remove(memberships, stopOnError));
    }

    /// <summary>The members of the groups that are meant, group by group, in the order in which the users were made. Streams; memory does not grow.</summary>
    /// <param name="group">A name or wildcard, or the group that was read; all unless given.</param>
    /// <exception cref="PermNotFoundException"><c>GroupNotFound</c>: a literal name that does not exist, or a group that is no longer there.</exception>
    public IEnumerable<GroupMember> Members(GroupReference group = default) => Find(group).SelectMany(Members);

    /// <summary>The memberships of one user in the groups that are meant, in the order of the groups' names.</summary>
    /// <param name="user">The user.</param>
    /// <param name="group">A name or wildcard, or the group that was read; all unless given.</param>
    /// <exception cref="PermNotFoundException"><c>UserNotFound</c>; <c>GroupNotFound</c>: a literal name that does not exist, or a group that is no longer there.</exception>
    public IReadOnlyList<GroupMember> MembershipsOf(UserReference user, GroupReference group = default) => _session.ReadConsistently<IReadOnlyList<GroupMember>>(() =>
    {
        PermGroup? read = group.ReadFrom(_session) is { } meant ? ReadAgain(meant) : null;
        NamePattern pattern = NamePattern.Parse(read is null ? group.Pattern.Trim() : NamePattern.Escape(read.Name));
        if (read is null && pattern.IsLiteral)
        {
            Read(pattern.Literal);
        }

        // Users are piped into this by the thousand.
        StoreHead.Announce(_session);
        if (user.IdIn(_session) is { } id)
        {
            _session.Announce(GroupsOf, id);
        }

        UserOutline outline = UserOutline.Resolve(_session, user);
        Tier tier = _session.Snapshot().Profile(outline.ProfileId).Tier;
        List<GroupMember> memberships = [];
        using Statement reader = _session.Query(GroupsOf, outline.Id);
        while (reader.Next())
        {
            if (pattern.IsKeyMatch(reader.Text(1)!))
            {
                memberships.Add(GroupMember.From(reader.Text(0)!, outline, tier, new ReadOrigin(_session.Origin)));
            }
        }

        return memberships;
    });

    private PermGroup Remove(Func<PermGroup> find, bool isNamed) => _session.Write(scope =>
    {
        PermGroup group = find();
        scope.Acting?.Demand(DelegatedAction.ManageGroups, group.Name);
        string? portalKey = PortalKey(group.Id);
        new GroupMembers(scope).RemoveAll(group, isNamed);
        scope.Audit.Write(AuditAction.GroupRemoved, GroupWriter.TargetType, group.Name, group.Id, after: null, before: json =>
        {
            json.WriteNames(group.Name, group.Description);
            json.WriteString(nameof(PermGroup.CreatedAt), UtcTime.ToText(UtcTime.ToStored(group.CreatedAt)));
            json.WriteIfSet("PortalKey", portalKey);
        });
        _session.Send("DELETE FROM user_groups WHERE id = $1", group.Id);
        return group;
    });

    private PermGroup Update(string name, PermGroup? read, string? newName, string? description)
    {
        if (read is not null)
        {
            _session.Announce(ById, read.Id);
        }
        else if (NameKey.Possible(name) is { } key)
        {
            _session.Announce(ByKey, key);
        }

        if (NameKey.Possible(newName) is { } wanted)
        {
            _session.Announce(GroupNames.IdOf, wanted);
        }

        return _session.Write(scope => Update(scope, name, read, newName, description));
    }

    private PermGroup Update(WriteScope scope, string name, PermGroup? read, string? newName, string? description)
    {
        PermGroup before = read is null ? Read(name) : ReadAgain(read);
        string cleanName = newName is null ? before.Name : TextRules.Name(newName, "group");
        string? text = description is null ? before.Description : TextRules.Text(description, "description", TextRules.MaxText);
        PermGroup after = before with { Name = cleanName, Description = text };
        if (after == before)
        {
            return before;
        }

        scope.Acting?.Demand(DelegatedAction.ManageGroups, before.Name);
        if (read is not null)
        {
            LostUpdate.Check(ErrorDetail.Group, before.Name, nameof(PermGroup.Name), read.Name, before.Name, after.Name);
            LostUpdate.Check(ErrorDetail.Group, before.Name, nameof(PermGroup.Description), read.Description, before.Description, after.Description);
        }

        if (NameKey.Fold(cleanName) != NameKey.Fold(before.Name))
        {
            CheckFree(cleanName);
        }

        scope.Audit.Write(AuditAction.GroupChanged, GroupWriter.TargetType, before.Name, before.Id, json => json.WriteNames(before.Name, before.Description), json => json.WriteNames(cleanName, text));
        _session.Send("UPDATE user_groups SET name = $1, name_key = $2, description = $3 WHERE id = $4", cleanName, NameKey.Fold(cleanName), text, before.Id);
        return after;
    }

    private string? PortalKey(long id)
    {
        string? found = null;
        using Statement row = _session.Query(PortalKeys);
        while (row.Next())
        {
            found = row.Number(0) == id ? row.Text(1) : found;
        }

        return found;
    }

    private IEnumerable<GroupMember> Members(PermGroup group)
    {
        long after = 0;
        long? last = null;
        IReadOnlyList<UserOutline> page;
        do
        {
            PermissionSnapshot snapshot;
            (page, snapshot) = _session.ReadConsistently(() => (GroupMembers.Page(_session, group.Id, after), _session.Snapshot()));
            last ??= page.Count == GroupMembers.PageSize ? _session.Read(() => UserOutline.LastId(_session)) : long.MaxValue;
            foreach (UserOutline user in page.Where(user => user.Id <= last))
            {
                yield return GroupMember.From(group.Name, user, snapshot.Profile(user.ProfileId).Tier, new ReadOrigin(_session.Origin));
            }

            after = page.Count == 0 ? after : page[^1].Id;
        }
        while (page.Count == GroupMembers.PageSize);
    }

    private void CheckFree(string name)
    {
        if (_session.Scalar(GroupNames.IdOf, NameKey.Fold(name)) is not null)
        {
            throw new PermAlreadyExistsException(ErrorId.GroupAlreadyExists, $"A group called '{TextRules.Cut(name)}' already exists.", name);
        }
    }

    private PermGroup Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Select(ByKey, NameKey.Fold(name.Trim())).FirstOrDefault() ?? throw GroupNames.NotFound(name);
    }

    private PermGroup ReadAgain(PermGroup group) => Find(group.Id) ?? throw GroupNames.NotThere(_session, group);

    private List<PermGroup> Select(string sql, params ReadOnlySpan<object?> values)
    {
        List<PermGroup> groups = [];
        using Statement row = _session.Query(sql, values);
        while (row.Next())
        {
            groups.Add(new PermGroup
            {
                Id = row.Number(0),
                Name = row.Text(1)!,
                Description = row.Text(2),
                MemberCount = row.Number(3),
                CreatedAt = UtcTime.FromStored(row.Number(4)),
                Origin = new ReadOrigin(_session.Origin),
            });
        }

        return groups;
    }
}
