using System.Globalization;

namespace PermModule.Findings;

/// <summary>Somebody has waited for a decision for long.</summary>
internal sealed class StaleRequestRule() : FindingRule(
    "StaleRequest",
    AuditCategory.WaitingRoom,
    FindingSeverity.Warning,
    "Who waits too long for an approval finds another way to the file, past the rules.",
    "Let an auditor approve or deny the request.")
{
    private const int PageSize = Batching.Page;

    public override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        const string sql = """
            SELECT i.id, i.kind, i.submitted_at, i.pending_count, COALESCE(u.user_name, i.requester_name)
            FROM waiting_items i LEFT JOIN users u ON u.id = i.requester_id
            WHERE i.pending_count > 0 AND i.submitted_at >= @At AND i.submitted_at <= @oldest AND (i.submitted_at > @At OR i.id > @Id)
            ORDER BY i.submitted_at, i.id LIMIT @PageSize
            """;
        long oldest = audit.Now - (long)TimeSpan.FromDays(audit.Options.PendingForDays).TotalMilliseconds;
        (long Id, long At) last = (0, long.MinValue);
        IReadOnlyList<(long Id, WaitingRoomKind Kind, long At, long Undecided, string Requester)> page;
        do
        {
            page = audit.Session.Read(() => audit.Session.Rows<(long, WaitingRoomKind, long, long, string)>(sql, new { last.At, oldest, last.Id, PageSize }));
            foreach ((long id, WaitingRoomKind kind, long at, long undecided, string requester) in page)
            {
                last = (id, at);
                string number = id.ToString(CultureInfo.InvariantCulture);
                long days = (long)TimeSpan.FromMilliseconds(audit.Now - at).TotalDays;
                yield return Found(
                    "WaitingRoomItem",
                    number,
                    $"The {kind} request {number} of '{requester}' with {Quantity.Of(undecided, "undecided asset")} has waited for {Quantity.Of(days, "day")}.",
                    new RecommendedStep { Kind = RecommendedStepKind.DecideRequest, Request = id },
                    kind.ToString());
            }
        }
        while (page.Count > 0);
    }
}
