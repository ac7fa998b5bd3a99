namespace PermModule;

/// <summary>Undoes what was done to users.</summary>
internal sealed class UndoUsers(UndoContext context, UndoGroups groups, LentNames lent)
{
    public void Remove(in AuditRow row, EventPart after)
    {
        UserRow user = context.User(row, row.Target);
        UserRow asCreated = after.ToRow(user.Id, row.SchemaVersion == 1 ? user.CreatedAt : row.At, context.Names);
        CheckSame(user, asCreated);
        if (!context.Ahead.HasNothing(user.Id))
        {
            CheckHoldsNothing(user);
        }

        context.Scope.Acting?.Demand(DelegatedAction.ManageUsers, user.UserName);
        UserRules.CheckNotOwner(context.Scope, user, "removed");
        context.Seats.Remove(user.ProfileId, user.IsActive);
        UserEvents.WriteRemoved(context.Scope, groups.Now, user);
        GroupWriter.SetMemberships(context.Scope, user.Id, user.Groups, []);
        context.Users.Delete(user.Id);
        lent.Keep(user.Id);
    }

    public void Restore(in AuditRow row, EventPart before)
    {
        long id = row.TargetId ?? context.Scope.NextId;
        UserRow user = before.ToRow(id, before.Time(nameof(UserRow.CreatedAt)) ?? row.At, context.Names);
        if (context.Users.FindById(id) is not null)
        {
            throw UndoContext.Conflict(row.Target, "the user is there again");
        }

        CheckPlaces(user);
        UserRules.CheckActing(context.Scope, before: null, user);
        lent.Free(row, null, user);
        context.Seats.Add(user.ProfileId, user.IsActive, user.UserName);
        context.Users.TryInsert(user, id);
        UserEvents.WriteCreated(context.Scope, groups.Now, user, id);
        GroupWriter.SetMemberships(context.Scope, id, [], user.Groups);
    }

    public void Change(in AuditRow row, EventPart before, EventPart after)
    {
        UserRow user = context.User(row, after.Text(nameof(UserRow.UserName)) ?? row.Target);
        CheckSame(user, after.ApplyTo(user, context.Names));
        UserRow then = before.ApplyTo(user, context.Names);
        UserFieldSet changed = then.DifferenceFrom(user);
        if (changed == UserFieldSet.None)
        {
            return;
        }

        CheckPlaces(then);
        UserRules.CheckActing(context.Scope, user, then);
        UserRules.CheckChange(context.Scope, user, then, force: false);
        lent.Free(row, user, then);
        if (changed.Has(UserFieldSet.Profile | UserFieldSet.IsActive))
        {
            context.Seats.Move(user.ProfileId, user.IsActive, then.ProfileId, then.IsActive, user.UserName);
        }

        UserEvents.WriteChanged(context.Scope, groups.Now, user, then, changed, force: false);
        context.Users.Update(then, changed);
        GroupWriter.SetMemberships(context.Scope, user.Id, user.Groups, then.Groups);
        if (changed.Has(UserFieldSet.Names))
        {
            lent.Keep(user.Id);
        }
    }

    private static void CheckSame(UserRow now, UserRow asLeft)
    {
        UserFieldSet difference = now.DifferenceFrom(asLeft);
        if (difference != UserFieldSet.None)
        {
            throw UndoContext.Conflict(now.UserName, $"{difference.List()} changed since");
        }
    }

    private void CheckHoldsNothing(UserRow user)
    {
        if (RoleMembers.Of(context.Session, user.Id).Count > 0)
        {
            throw UndoContext.Conflict(user.UserName, "the user has got a role since");
        }

        if (context.Session.Scalar("SELECT COUNT(*) FROM waiting_items WHERE requester_id = $1 AND pending_count > 0", user.Id) is > 0)
        {
            throw UndoContext.Conflict(user.UserName, "the user has submitted a request since that is pending");
        }
    }

    /// <summary>Profile and groups of a user have to be there still.</summary>
    private void CheckPlaces(UserRow user)
    {
        if (!context.Scope.Snapshot.Has(user.ProfileId))
        {
            throw UndoContext.Conflict(user.UserName, "the profile of then is no longer there");
        }

        if (user.Groups.Any(id => !groups.Now.Has(id)))
        {
            throw UndoContext.Conflict(user.UserName, "a group of then is no longer there");
        }
    }
}
