using System.Globalization;
using System.Text.Json;

namespace PermModule;

/// <summary>The audit events of requests; their target is the number of the request.</summary>
internal static class WaitingRoomEvents
{
    public const string TargetType = "Request";

    /// <summary>Records a new request, and says its number.</summary>
    public static long WriteSubmitted(WriteScope scope, WaitingRoomItem item, Action<Utf8JsonWriter>? more)
    {
        byte[]? after = scope.Audit.ToJson(json =>
        {
            WriteItem(json, item, Side.After);
            more?.Invoke(json);
        });
        return Write(scope, AuditAction.RequestSubmitted, item.Id, before: null, after);
    }

    /// <summary>Records a decision on the assets at these places of the request.</summary>
    public static void WriteDecided(WriteScope scope, bool isApproved, WaitingRoomItem before, WaitingRoomItem after, IReadOnlyList<int> places)
    {
        byte[]? old = scope.Audit.ToJson(json =>
        {
            WriteDecision(json, before, Side.Before);
            WriteDecisions(json, before, places);
        });
        byte[]? now = scope.Audit.ToJson(json =>
        {
            WriteDecision(json, after, Side.After);
            if (places.Count < after.Rows.Length)
            {
                WriteAssets(json, places.Select(place => after.Rows[place]));
            }
        });
        Write(scope, isApproved ? AuditAction.RequestApproved : AuditAction.RequestDenied, before.Id, old, now);
    }

    /// <summary>Records that what was pending of a request was closed without an auditor.</summary>
    public static void WriteClosed(WriteScope scope, WaitingRoomItem before, WaitingRoomItem after) =>
        Write(scope, AuditAction.RequestClosed, before.Id, scope.Audit.ToJson(json => WriteItem(json, before, Side.Before)), scope.Audit.ToJson(json => WriteDecision(json, after, Side.After)));

    /// <summary>Records that a request passed to another requester.</summary>
    public static void WriteTransferred(WriteScope scope, WaitingRoomItem before, UserOutline requester) =>
        Write(
            scope,
            AuditAction.RequestTransferred,
            before.Id,
            scope.Audit.ToJson(json => WriteRequester(json, before.Requester, before.RequesterId)),
            scope.Audit.ToJson(json => WriteRequester(json, requester.UserName, requester.Id)));

    /// <summary>Records that a request was removed, with all it held.</summary>
    public static void WriteRemoved(WriteScope scope, WaitingRoomItem item)
    {
        byte[]? before = scope.Audit.ToJson(json => WriteItem(json, item, Side.Before));
        Write(scope, AuditAction.RequestRemoved, item.Id, before, after: null);
    }

    /// <summary>Records that an undo gave a request an earlier state, or brought it back.</summary>
    /// <param name="scope">The change.</param>
    /// <param name="before">The request before the undo, or null if it was removed.</param>
    /// <param name="after">The request after the undo.</param>
    public static void WriteReverted(WriteScope scope, WaitingRoomItem? before, WaitingRoomItem after) => Write(
        scope,
        AuditAction.RequestReverted,
        after.Id,
        before is null ? null : scope.Audit.ToJson(json => WriteItem(json, before, Side.Before)),
        scope.Audit.ToJson(json => WriteItem(json, after, Side.Before)));

    private static long Write(WriteScope scope, string action, long id, byte[]? before, byte[]? after)
    {
        string target = id.ToString(CultureInfo.InvariantCulture);
        return scope.Audit.WriteFolded(action, TargetType, target, target, id, before, after);
    }

    private static void WriteItem(Utf8JsonWriter json, WaitingRoomItem item, Side side)
    {
        json.WriteString(nameof(item.Kind), item.Kind.ToString());
        WriteRequester(json, item.Requester, item.RequesterId);
        json.WriteIfSet(nameof(item.Reason), item.Reason);
        WriteAssets(json, item.Rows);
        WriteDecision(json, item, side);
        if (side == Side.Before)
        {
            json.WriteString(nameof(item.SubmittedAt), Text(item.SubmittedAt));
            WriteDecisions(json, item, [.. Enumerable.Range(0, item.Rows.Length)]);
        }
    }

    private static void WriteRequester(Utf8JsonWriter json, string name, long id)
    {
        json.WriteString(nameof(WaitingRoomItem.Requester), name);
        json.WriteNumber(nameof(WaitingRoomItem.RequesterId), id);
    }

    private static void WriteDecision(Utf8JsonWriter json, WaitingRoomItem item, Side side)
    {
        json.WriteString(nameof(item.State), Text(item.State));
        WriteAudit(json, item.AuditedBy, side == Side.Before ? item.AuditedAt : null, item.Comment);
    }

    /// <summary>Writes how the assets at these places stand, unless all of them are pending or have the decision of the request.</summary>
    private static void WriteDecisions(Utf8JsonWriter json, WaitingRoomItem item, IReadOnlyList<int> places)
    {
        if (places.All(place => item.Rows[place].State == WaitingRoomState.Pending)
            || (places.Count == item.Rows.Length && places.All(place => IsThatOf(item, item.Rows[place]))))
        {
            return;
        }

        json.WriteStartArray("Decisions");
        foreach (int place in places)
        {
            WaitingRoomAsset asset = item.Rows[place];
            json.WriteStartObject();
            json.WriteNumber("Place", place);
            json.WriteString(nameof(asset.State), Text(asset.State));
            WriteAudit(json, asset.AuditedBy, asset.AuditedAt, asset.Comment);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool IsThatOf(WaitingRoomItem item, WaitingRoomAsset asset) =>
        asset.State == item.State && asset.AuditedBy == item.AuditedBy && asset.AuditedAt == item.AuditedAt && asset.Comment == item.Comment;

    private static void WriteAudit(Utf8JsonWriter json, string? auditedBy, DateTimeOffset? auditedAt, string? comment)
    {
        json.WriteIfSet(nameof(WaitingRoomItem.AuditedBy), auditedBy);
        json.WriteIfSet(nameof(WaitingRoomItem.AuditedAt), auditedAt is { } at ? Text(at) : null);
        json.WriteIfSet(nameof(WaitingRoomItem.Comment), comment);
    }

    private static string Text(DateTimeOffset time) => UtcTime.ToText(UtcTime.ToStored(time));

    private static string Text(WaitingRoomState state) => state switch
    {
        WaitingRoomState.Pending => nameof(WaitingRoomState.Pending),
        WaitingRoomState.Approved => nameof(WaitingRoomState.Approved),
        WaitingRoomState.Denied => nameof(WaitingRoomState.Denied),
        _ => nameof(WaitingRoomState.Mixed),
    };

    private static void WriteAssets(Utf8JsonWriter json, IEnumerable<WaitingRoomAsset> assets)
    {
        json.WriteStartArray(nameof(WaitingRoomItem.Assets));
        foreach (WaitingRoomAsset asset in assets)
        {
            json.WriteStringValue(asset.Asset);
        }

        json.WriteEndArray();
    }

    /// <summary>What was before needs its times written; what is after has the time of the event.</summary>
    private enum Side
    {
        Before,
        After,
    }
}
