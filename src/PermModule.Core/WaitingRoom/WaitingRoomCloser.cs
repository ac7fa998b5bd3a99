using System.Globalization;

namespace PermModule;

/// <summary>Closes what is still pending of a requester who is being removed: nobody is left to whom it could be given.</summary>
internal static class WaitingRoomCloser
{
    /// <inheritdoc cref="UserDeparture"/>
    public static IEnumerable<string> Leave(WriteScope scope, UserOutline user)
    {
        IReadOnlyList<long> pending = scope.Session.Rows<long>("SELECT id FROM waiting_items WHERE requester_id = @Id AND pending_count > 0 ORDER BY id", new { user.Id });
        if (pending.Count == 0)
        {
            return [];
        }

        WaitingRoomRows rows = new(scope.Session);
        foreach (long id in pending)
        {
            Close(scope, rows, rows.Get(id));
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
