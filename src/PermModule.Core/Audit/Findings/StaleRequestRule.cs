using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PermModule.Audit;

/// <summary>Somebody has waited for a decision for long.</summary>
internal sealed class StaleRequestRule() : FindingRule(
    "StaleRequest",
    AuditCategory.WaitingRoom,
    FindingSeverity.Warning,
    "Who waits too long for an approval finds another way to the file, past the rules.",
    "Decide with Approve-WaitingRoomItem or Deny-WaitingRoomItem.")
{
    private const int PageSize = 1_000;

    public override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        long oldest = audit.Now - (long)TimeSpan.FromDays(audit.Options.PendingForDays).TotalMilliseconds;
        (long At, long Id) last = (long.MinValue, 0);
        List<PermFinding> page;
        do
        {
            (page, last) = audit.Session.Read(() => Page(audit, oldest, last));
            foreach (PermFinding finding in page)
            {
                yield return finding;
            }
        }
        while (page.Count > 0);
    }

    private (List<PermFinding> Page, (long At, long Id) Last) Page(AuditContext audit, long oldest, (long At, long Id) after)
    {
        const string sql = """
            SELECT i.id, i.kind, i.submitted_at, i.pending_count, COALESCE(u.user_name, i.requester_name)
            FROM waiting_items i LEFT JOIN users u ON u.id = i.requester_id
            WHERE i.pending_count > 0 AND i.submitted_at >= $0 AND i.submitted_at <= $1 AND (i.submitted_at > $0 OR i.id > $2)
            ORDER BY i.submitted_at, i.id LIMIT $3
            """;
        List<PermFinding> page = [];
        (long At, long Id) last = after;
        using SqliteDataReader reader = audit.Session.Query(sql, after.At, oldest, after.Id, PageSize);
        while (reader.Read())
        {
            last = (reader.GetInt64(2), reader.GetInt64(0));
            string id = last.Id.ToString(CultureInfo.InvariantCulture);
            long days = (long)TimeSpan.FromMilliseconds(audit.Now - last.At).TotalDays;
            page.Add(Found(
                "WaitingRoomItem",
                id,
                $"The {(WaitingRoomKind)reader.GetInt32(1)} request {id} of '{reader.GetString(4)}' with {reader.GetInt64(3)} undecided assets has waited for {days} days.",
                $"Approve-WaitingRoomItem {id} -Confirm"));
        }

        return (page, last);
    }
}
