namespace PermModule;

/// <summary>Writes groups and their members, with their audit events.</summary>
internal static class GroupWriter
{
    public const string TargetType = "Group";

    /// <summary>Puts a user into a group.</summary>
    public const string InsertMember = "INSERT INTO group_members (user_id, group_id) VALUES ($1, $2)";

    /// <summary>Takes a user out of a group.</summary>
    public const string DeleteMember = "DELETE FROM group_members WHERE user_id = $1 AND group_id = $2";

    /// <summary>Stores a group whose name is known to be free.</summary>
    /// <param name="scope">The change.</param>
    /// <param name="name">The name, already checked.</param>
    /// <param name="description">The description, or null.</param>
    /// <param name="knownId">The id of a group that is brought back, or null for a new one.</param>
    /// <param name="createdAt">When it was made, or null for now.</param>
    public static long Insert(WriteScope scope, string name, string? description, long? knownId = null, long? createdAt = null)
    {
        scope.Acting?.Demand(DelegatedAction.ManageGroups, name);
        long id = knownId ?? scope.NextId;
        scope.Audit.Write(AuditAction.GroupCreated, TargetType, name, id, before: null, json => json.WriteNames(name, description));
        scope.Session.Send(
            "INSERT INTO user_groups (id, name, name_key, description, member_count, created_at) VALUES ($1, $2, $3, $4, 0, $5)",
            id,
            name,
            NameKey.Fold(name),
            description,
            createdAt ?? scope.Now);
        return id;
    }

    /// <summary>Makes a user a member of exactly these groups.</summary>
    public static void SetMemberships(WriteScope scope, long userId, long[] before, long[] after)
    {
        if (before.AsSpan().SequenceEqual(after))
        {
            return;
        }

        foreach (long group in before.Except(after))
        {
            RemoveMember(scope, userId, group);
        }

        foreach (long group in after.Except(before))
        {
            AddMember(scope, userId, group);
        }
    }

    /// <summary>Puts a user into a group that they are not in.</summary>
    public static void AddMember(WriteScope scope, long userId, long group)
    {
        scope.Session.Send(InsertMember, userId, group);
        scope.GroupCounts.Add(group, 1);
    }

    /// <summary>Takes a user out of a group that they are in.</summary>
    public static void RemoveMember(WriteScope scope, long userId, long group)
    {
        scope.Session.Send(DeleteMember, userId, group);
        scope.GroupCounts.Add(group, -1);
    }
}
