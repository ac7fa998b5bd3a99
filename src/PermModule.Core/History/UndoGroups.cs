namespace PermModule;

/// <summary>Undoes what was done to groups and who is in them.</summary>
internal sealed class UndoGroups(UndoContext context)
{
    private GroupNames? _now;
    private GroupMembers? _members;

    /// <summary>The groups as they are now.</summary>
    public GroupNames Now => _now ??= new GroupNames(context.Session);

    public void Remove(in AuditRow row, EventPart after)
    {
        PermGroup group = Group(row, row.Target);
        if (group.Name != (after.Text("Name") ?? row.Target) || group.Description != after.Text("Description"))
        {
            throw UndoContext.Conflict(group.Name, "the group was changed since");
        }

        if (group.MemberCount > 0)
        {
            throw UndoContext.Conflict(group.Name, $"the group has {Quantity.Of(group.MemberCount, "member")}");
        }

        new GroupService(context.Session).Remove(group);
        Forget();
    }

    public void Restore(in AuditRow row, EventPart before)
    {
        string name = before.Text("Name") ?? row.Target;
        long id = row.TargetId ?? context.Scope.NextId;
        if (Now.Has(id))
        {
            throw UndoContext.Conflict(name, "the group is there again");
        }

        CheckFree(name, id);
        GroupWriter.Insert(context.Scope, name, before.Text("Description"), id, before.Time("CreatedAt"));
        if (before.Text("PortalKey") is { } key)
        {
            context.Session.Execute("INSERT INTO portal_groups (group_id, external_key) VALUES ($1, $2) ON CONFLICT DO NOTHING", id, key);
        }

        Forget();
    }

    public void Change(in AuditRow row, EventPart before, EventPart after)
    {
        PermGroup group = Group(row, after.Text("Name") ?? row.Target);
        if (group.Name != after.Text("Name") || group.Description != after.Text("Description"))
        {
            throw UndoContext.Conflict(group.Name, "the name or description was changed since");
        }

        string name = before.Text("Name") ?? group.Name;
        CheckFree(name, group.Id);
        new GroupService(context.Session).Update(group, name, before.Text("Description") ?? "");
        Forget();
    }

    public void SetMember(in AuditRow row, EventPart group, bool isMember)
    {
        UserRow user = context.User(row, row.Target);
        string name = group.Text("Group") ?? "";
        long id = group.Number("GroupId") ?? context.Names.Group(name);
        if (!Now.Has(id))
        {
            throw UndoContext.Conflict(user.UserName, $"the group '{name}' is no longer there");
        }

        if (user.Groups.Contains(id) == isMember)
        {
            throw UndoContext.Conflict(user.UserName, isMember ? $"the user is in '{Now.Name(id)}' again" : $"the user is no longer in '{Now.Name(id)}'");
        }

        _members ??= new GroupMembers(context.Scope);
        _members.Change(user.ToOutline(), id, isMember);
        context.Users.Know(user with { Groups = isMember ? [.. user.Groups.Append(id).Order()] : [.. user.Groups.Where(other => other != id)] });
    }

    private PermGroup Group(in AuditRow row, string nameAfter)
    {
        context.Scope.GroupCounts.Complete();
        return new GroupService(context.Session).Find(row.TargetId ?? context.Names.Group(nameAfter)) ?? throw UndoContext.Conflict(row.Target, "the group is no longer there");
    }

    private void CheckFree(string name, long id)
    {
        if (context.Session.Scalar("SELECT id FROM user_groups WHERE name_key = $1 AND id <> $2", NameKey.Fold(name), id) is not null)
        {
            throw UndoContext.Conflict(name, "a group of that name is there");
        }
    }

    private void Forget()
    {
        _now = null;
        _members = null;
    }
}
