namespace PermModule;

/// <summary>The audit events of users.</summary>
internal static class UserEvents
{
    public const string TargetType = "User";

    /// <summary>Tells of a new user.</summary>
    /// <param name="scope">The change.</param>
    /// <param name="groups">The groups by id.</param>
    /// <param name="row">The user.</param>
    /// <param name="id">The id of the user.</param>
    /// <param name="made">The event as far as it was made ahead, or null.</param>
    public static void WriteCreated(WriteScope scope, GroupNames groups, UserRow row, long id, UserCreation? made = null)
    {
        if (made is not null && made.Tells(row, scope.Snapshot, scope.Now))
        {
            scope.Audit.WriteCreated(AuditAction.UserCreated, TargetType, row.UserNameKey, id, made.Target, made.After);
            return;
        }

        UserFieldSet fields = row.CreatedAt == scope.Now ? row.Held & ~UserFieldSet.CreatedAt : row.Held;
        byte[]? after = scope.Audit.ToJson(json => row.WriteTo(json, ProfileName(scope), groups.Name, fields));
        scope.Audit.WriteFolded(AuditAction.UserCreated, TargetType, row.UserName, row.UserNameKey, id, before: null, after);
    }

    public static void WriteChanged(WriteScope scope, GroupNames groups, UserRow before, UserRow after, UserFieldSet changed, bool force)
    {
        bool isForced = force && !before.IsActive && after.IsActive && UserRules.IsTooEarly(scope, before);
        byte[]? old = scope.Audit.ToJson(json => before.WriteTo(json, ProfileName(scope), groups.Name, changed));
        byte[]? now = scope.Audit.ToJson(json =>
        {
            after.WriteTo(json, ProfileName(scope), groups.Name, changed);
            if (isForced)
            {
                json.WriteBoolean("ReactivationForced", true);
            }
        });
        scope.Audit.WriteFolded(ChangeAction(after, changed), TargetType, before.UserName, before.UserNameKey, before.Id, old, now);
    }

    public static void WriteRemoved(WriteScope scope, GroupNames groups, UserRow row)
    {
        byte[]? before = scope.Audit.ToJson(json => row.WriteTo(json, ProfileName(scope), groups.Name, row.Held));
        scope.Audit.WriteFolded(AuditAction.UserRemoved, TargetType, row.UserName, row.UserNameKey, row.Id, before, after: null);
    }

    private static string ChangeAction(UserRow after, UserFieldSet changed)
    {
        bool onlyState = !changed.Has(~UserFieldSet.State);
        return (onlyState, after.IsActive) switch
        {
            (false, _) => AuditAction.UserChanged,
            (true, true) => AuditAction.UserActivated,
            (true, false) => AuditAction.UserDeactivated,
        };
    }

    private static Func<long, string> ProfileName(WriteScope scope)
    {
        PermissionSnapshot snapshot = scope.Snapshot;
        return id => snapshot.Profile(id).Name;
    }
}
