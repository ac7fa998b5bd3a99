namespace PermModule;

/// <content>Going back over events of users, their memberships and roles.</content>
internal sealed partial class UndoWriter
{
    public void RemoveUser(in AuditRow row, EventPart after)
    {
        UserRow user = Find(row, row.Target);
        UserRow asCreated = after.ToRow(user.Id, row.SchemaVersion == 1 ? user.CreatedAt : row.At, _names);
        CheckSame(user, asCreated);
        if (RoleMembers.Of(_session, user.Id).Count > 0)
        {
            throw Conflict(user.UserName, "the user has got a role since");
        }

        if (_session.Scalar("SELECT COUNT(*) FROM waiting_items WHERE requester_id = $1 AND pending_count > 0", user.Id) is > 0)
        {
            throw Conflict(user.UserName, "the user has submitted a request since that is pending");
        }

        _scope.Acting?.Demand(DelegatedAction.ManageUsers, user.UserName);
        UserRules.CheckNotOwner(_scope, user, "removed");
        Seats.Remove(user.ProfileId, user.IsActive);
        UserEvents.WriteRemoved(_scope, GroupNames, user);
        GroupWriter.SetMemberships(_scope, user.Id, user.Groups, []);
        _users.Delete(user.Id);
        Keep(user.Id);
    }

    public void RestoreUser(in AuditRow row, EventPart before)
    {
        long id = row.TargetId ?? _scope.NextId;
        UserRow user = before.ToRow(id, before.Time(nameof(UserRow.CreatedAt)) ?? row.At, _names);
        if (_users.FindById(id) is not null)
        {
            throw Conflict(row.Target, "the user is there again");
        }

        CheckPlaces(user);
        UserRules.CheckActing(_scope, before: null, user);
        FreeNames(null, user);
        Seats.Add(user.ProfileId, user.IsActive, user.UserName);
        _users.TryInsert(user, id);
        UserEvents.WriteCreated(_scope, GroupNames, user, id);
        GroupWriter.SetMemberships(_scope, id, [], user.Groups);
    }

    public void ChangeUser(in AuditRow row, EventPart before, EventPart after)
    {
        UserRow user = Find(row, after.Text(nameof(UserRow.UserName)) ?? row.Target);
        CheckSame(user, after.ApplyTo(user, _names));
        UserRow then = before.ApplyTo(user, _names);
        UserFieldSet changed = then.DifferenceFrom(user);
        if (changed == UserFieldSet.None)
        {
            return;
        }

        CheckPlaces(then);
        UserRules.CheckActing(_scope, user, then);
        UserRules.CheckChange(_scope, user, then, force: false);
        FreeNames(user, then);
        if (changed.Has(UserFieldSet.Profile | UserFieldSet.IsActive))
        {
            Seats.Move(user.ProfileId, user.IsActive, then.ProfileId, then.IsActive, user.UserName);
        }

        UserEvents.WriteChanged(_scope, GroupNames, user, then, changed, force: false);
        _users.Update(then, changed);
        GroupWriter.SetMemberships(_scope, user.Id, user.Groups, then.Groups);
        if (changed.Has(UserFieldSet.Names))
        {
            Keep(user.Id);
        }
    }

    public void SetMember(in AuditRow row, EventPart group, bool isMember)
    {
        UserRow user = Find(row, row.Target);
        string name = group.Text("Group") ?? "";
        long id = group.Number("GroupId") ?? _names.Group(name);
        if (Group(id) is not { } found)
        {
            throw Conflict(user.UserName, $"the group '{name}' is no longer there");
        }

        if (user.Groups.Contains(id) == isMember)
        {
            throw Conflict(user.UserName, isMember ? $"the user is in '{found.Name}' again" : $"the user is no longer in '{found.Name}'");
        }

        _members ??= new GroupMembers(_scope);
        Membership[] membership = [new(found, UserReference.To(new UserKey(user.Id, user.UserName), new ReadOrigin(_session.Origin)))];
        (isMember ? _members.Add(membership, stopOnError: true) : _members.Remove(membership, stopOnError: true))[0].ValueOrThrow();
    }

    public void SetRole(in AuditRow row, PermRole role, RoleScope? before, RoleScope? after)
    {
        UserRow user = Find(row, row.Target);
        RoleScope? now = RoleMembers.Of(_session, user.Id).Where(held => held.Role == role).Select(held => (RoleScope?)held.Scope).FirstOrDefault();
        if (now != after)
        {
            throw Conflict(user.UserName, $"the role {role} was given, changed or taken since");
        }

        new RoleMembers(_scope).Set(role, user.ToOutline(), now, before);
    }

    public void SetOwner(in AuditRow row, EventPart before, EventPart after)
    {
        long? now = _scope.Snapshot.WorkflowOwnerId;
        if (now != Owner(after))
        {
            throw Conflict(row.Target, "Content Workflow has got another account owner since");
        }

        UserOutline? then = Owner(before) is { } id ? UserOutline.Find(_session, id) ?? throw Conflict(row.Target, $"'{before.Text("Owner")}' is no longer there") : null;
        ContentWorkflowService.SetOwner(_scope, now is { } owner ? UserOutline.Find(_session, owner) : null, then);
    }

    private static void CheckSame(UserRow now, UserRow asLeft)
    {
        UserFieldSet difference = now.DifferenceFrom(asLeft);
        if (difference != UserFieldSet.None)
        {
            throw Conflict(now.UserName, $"{difference} changed since");
        }
    }

    /// <summary>Profile and groups of a user have to be there still.</summary>
    private void CheckPlaces(UserRow user)
    {
        if (!_scope.Snapshot.Has(user.ProfileId))
        {
            throw Conflict(user.UserName, "the profile of then is no longer there");
        }

        if (user.Groups.Any(id => !GroupNames.Has(id)))
        {
            throw Conflict(user.UserName, "a group of then is no longer there");
        }
    }

    /// <summary>Refuses a name or address that somebody else has, unless the change that is undone gave it to them: then they lend it until their turn comes.</summary>
    private void FreeNames(UserRow? now, UserRow then)
    {
        UserRow? named = then.UserNameKey != now?.UserNameKey || _withoutName.Contains(then.Id) ? Other(_users.FindByName(then.UserNameKey), then.Id) : null;
        UserRow? addressed = then.EmailKey is { } key && (key != now?.EmailKey || _withoutEmail.Contains(then.Id)) ? Other(_users.FindByEmail(key), then.Id) : null;
        if (named is not null && !_targets.Contains(named.Id))
        {
            throw UserRules.NameTaken(then.UserName);
        }

        if (addressed is not null && !_targets.Contains(addressed.Id))
        {
            throw UserRules.EmailTaken(then);
        }

        if (named is not null)
        {
            _users.Release(named.Id, name: true, email: false);
            _withoutName.Add(named.Id);
        }

        if (addressed is not null)
        {
            _users.Release(addressed.Id, name: false, email: true);
            _withoutEmail.Add(addressed.Id);
        }
    }

    /// <summary>Notes that a user needs nothing back: they got a name of their own, or are gone.</summary>
    private void Keep(long id)
    {
        _withoutName.Remove(id);
        _withoutEmail.Remove(id);
    }

    private static UserRow? Other(UserRow? found, long id) => found?.Id == id ? null : found;

    private UserRow Find(in AuditRow row, string nameAfter) =>
        (row.TargetId is { } id ? _users.FindById(id) : _users.FindByName(NameKey.Fold(nameAfter))) ?? throw Conflict(row.Target, "the user is no longer there");

    private long? Owner(EventPart part) => part.Number("OwnerId") ?? (part.Text("Owner") is { } name ? _users.FindByName(NameKey.Fold(name))?.Id ?? 0 : null);
}
