using System.Text.Json;

namespace PermModule;

/// <summary>What the events that come are about, read at once where a question costs a round trip. It holds as long as they are about users alone.</summary>
internal sealed class UndoAhead(StoreSession session, UserStatements users)
{
    private readonly HashSet<long> _withNothing = [];

    /// <summary>True where an event changed what is stored of a user and their groups, and nothing else.</summary>
    public static bool IsOfUser(AuditRow row) => row.Action is AuditAction.UserCreated or AuditAction.UserRemoved or AuditAction.UserChanged or AuditAction.UserActivated
        or AuditAction.UserDeactivated or AuditAction.GroupMemberAdded or AuditAction.GroupMemberRemoved;

    /// <summary>True where a user is known to have no role and no pending request.</summary>
    public bool HasNothing(long userId) => _withNothing.Contains(userId);

    /// <summary>Forgets what was read before, and reads what is asked when events are gone back over.</summary>
    /// <param name="rows">Events of users that follow each other, with nothing else between them.</param>
    public void Read(IReadOnlyList<AuditRow> rows)
    {
        if (!session.Link.IsRemote)
        {
            return;
        }

        _withNothing.Clear();
        long[] created = [.. rows.Where(row => row.Action == AuditAction.UserCreated).Select(row => row.TargetId).OfType<long>()];
        Statement[] holders = created.Length == 0 ? [] : [Holders("SELECT user_id FROM role_members WHERE user_id", created), Holders("SELECT requester_id FROM waiting_items WHERE pending_count > 0 AND requester_id", created)];
        Array.ForEach(holders, holder => holder.Announce());
        users.ReadAhead(rows.Count == 0 ? null : UserKeys.Announce(session, keys => Add(keys, rows)), new GroupNames(session));
        _withNothing.UnionWith(created);
        foreach (Statement holder in holders)
        {
            while (holder.Next())
            {
                _withNothing.Remove(holder.Number(0));
            }
        }
    }

    private static void Add(UserKeys keys, IReadOnlyList<AuditRow> rows)
    {
        foreach (AuditRow row in rows)
        {
            EventPart before = Before(row);
            keys.Add(row.TargetId, new UserData
            {
                UserName = before.Text(nameof(UserRow.UserName)) ?? (row.TargetId is null ? row.Target : null),
                Email = before.Text(nameof(UserRow.Email)),
                ExternalId = before.Text(nameof(UserRow.ExternalId)),
            });
        }
    }

    /// <summary>What an event says of before. One that is damaged is refused in its turn.</summary>
    private static EventPart Before(in AuditRow row)
    {
        try
        {
            return EventPart.Parse(row.Before, row.HasErasedValues);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private Statement Holders(string sql, long[] ids) => session.Statement($"{sql} {session.Link.AnyOf(1, ids.Length)}").SetList(1, ids);
}
