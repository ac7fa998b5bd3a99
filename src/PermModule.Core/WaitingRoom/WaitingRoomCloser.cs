using System.Globalization;

namespace PermModule;

/// <summary>Closes what is still pending of a requester who is being removed: nobody is left to whom it could be given.</summary>
internal static class WaitingRoomCloser
{
    private const string Pending = "SELECT id FROM waiting_items WHERE requester_id = $1 AND pending_count > 0 ORDER BY id";

    /// <inheritdoc cref="UserDeparture"/>
    public static UserDeparture Departure { get; } = new(Pending, Depart);

    private static Func<WriteScope, IEnumerable<string>>? Depart(Statement row, UserOutline user)
    {
        List<long> pending = [];
        while (row.Next())
        {
            pending.Add(row.Number(0));
        }

        return pending.Count == 0 ? null : scope => Close(scope, pending);
    }

    private static IEnumerable<string> Close(WriteScope scope, List<long> pending)
    {
        WaitingRoomRows rows = new(scope.Session);
        foreach (WaitingRoomItem item in rows.GetMany(pending))
        {
            Close(scope, rows, item);
        }

        return [$"{Quantity.Of(pending.Count, "pending request is", "pending requests are")} closed"];
    }

    private static void Close(WriteScope scope, WaitingRoomRows rows, WaitingRoomItem before)
    {
        const WaitingRoomState to = WaitingRoomState.Denied;
        DateTimeOffset now = UtcTime.FromStored(scope.Now);
        string comment = $"Closed because the requester '{before.Requester}' was removed.";
        string actor = Authorship.Of(scope.Session).Actor;
        WaitingRoomAsset[] assets = Array.ConvertAll(before.Rows, row => row.State == WaitingRoomState.Pending
            ? new WaitingRoomAsset { Asset = row.Asset, State = to, AuditedBy = actor, AuditedAt = now, Comment = comment }
            : row);
        WaitingRoomItem after = before.After(assets, before.Counts.Move(WaitingRoomState.Pending, to, before.Counts.Pending), actor, now, comment);
        rows.Update(after);
        rows.UpdateAssets(after, WaitingRoomState.Pending, to);
        WaitingRoomEvents.WriteClosed(scope, before, after);
    }
}
