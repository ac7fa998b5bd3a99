using System.Globalization;

namespace PermModule;

/// <summary>Passes the pending requests of a user who is being removed to another.</summary>
internal static class WaitingRoomHandover
{
    /// <inheritdoc cref="UserHandover"/>
    /// <remarks>A request for what was denied to the other user stays: it would be a way round the denial.</remarks>
    public static IEnumerable<string> HandOver(WriteScope scope, UserOutline from, UserOutline to)
    {
        IReadOnlyList<long> pending = scope.Session.Rows<long>("SELECT id FROM waiting_items WHERE requester_id = @Id AND pending_count > 0 ORDER BY id", new { from.Id });
        if (pending.Count == 0)
        {
            return [];
        }

        WaitingRoomRows rows = new(scope.Session);
        Dictionary<WaitingRoomKind, HashSet<string>> denied = Enum.GetValues<WaitingRoomKind>().ToDictionary(kind => kind, kind => rows.DeniedTo(to.Id, kind));
        int passed = 0;
        foreach (WaitingRoomItem item in rows.GetMany(pending))
        {
            if (!Array.Exists(item.Rows, asset => denied[item.Kind].Contains(NameKey.Fold(asset.Asset))))
            {
                WaitingRoomEvents.WriteTransferred(scope, item, to);
                rows.SetRequester(item.Id, to);
                passed++;
            }
        }

        return passed == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{passed} pending {(passed == 1 ? "request goes" : "requests go")} to '{to.UserName}'")];
    }
}
