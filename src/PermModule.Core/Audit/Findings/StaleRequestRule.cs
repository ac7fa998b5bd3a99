using System.Globalization;
using Microsoft.Data.Sqlite;
using PermModule.Storage;

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

    public override IEnumerable<PermFinding> Find(AuditContext audit) => Enum.GetValues<WaitingRoomKind>().SelectMany(kind => Find(audit, kind));

    private IEnumerable<PermFinding> Find(AuditContext audit, WaitingRoomKind kind)
    {
        long oldest = audit.Now - (long)TimeSpan.FromDays(audit.Options.PendingForDays).TotalMilliseconds;
        (long At, long Id) last = (long.MinValue, 0);
        List<PermFinding> page;
        do
        {
            (page, last) = audit.Session.Read(() => Page(audit, kind, oldest, last));
            foreach (PermFinding finding in page)
            {
                yield return finding;
            }
        }
        while (page.Count > 0);
    }

    private (List<PermFinding> Page, (long At, long Id) Last) Page(AuditContext audit, WaitingRoomKind kind, long oldest, (long At, long Id) after)
    {
        const string sql = """
            SELECT id, requester_name, submitted_at, pending_count FROM waiting_items
            WHERE pending_count > 0 AND kind = $0 AND submitted_at <= $1 AND (submitted_at > $2 OR submitted_at = $2 AND id > $3)
            ORDER BY submitted_at, id LIMIT $4
            """;
        List<PermFinding> page = [];
        (long At, long Id) last = after;
        using SqliteDataReader reader = audit.Session.Query(sql, (long)kind, oldest, after.At, after.Id, PageSize);
        while (reader.Read())
        {
            last = (reader.GetInt64(2), reader.GetInt64(0));
            string id = last.Id.ToString(CultureInfo.InvariantCulture);
            long days = (long)TimeSpan.FromMilliseconds(audit.Now - last.At).TotalDays;
            page.Add(Found(
                "WaitingRoomItem",
                id,
                $"The {kind} request {id} of '{reader.GetString(1)}' with {reader.GetInt64(3)} undecided assets has waited for {days} days.",
                $"Approve-WaitingRoomItem {id} -Confirm"));
        }

        return (page, last);
    }
}
