using System.Globalization;
using System.Text.Json;

namespace PermModule;

/// <summary>The audit events of requests; their target is the number of the request.</summary>
internal static class WaitingRoomEvents
{
    private const string TargetType = "Request";

    /// <summary>Records a new request, and says its number.</summary>
    public static long WriteSubmitted(WriteScope scope, WaitingRoomItem item, Action<Utf8JsonWriter>? more)
    {
        string? after = scope.Audit.ToJson(json =>
        {
            WriteItem(json, item);
            more?.Invoke(json);
        });
        return Write(scope, AuditAction.RequestSubmitted, scope.Audit.LastId + 1, before: null, after);
    }

    /// <summary>Records a decision: on the assets at these places of the request, or on all of it.</summary>
    public static void WriteDecided(WriteScope scope, bool isApproved, WaitingRoomItem before, WaitingRoomItem after, IReadOnlyList<int>? places)
    {
        string? old = scope.Audit.ToJson(json => WriteDecision(json, before));
        string? now = scope.Audit.ToJson(json =>
        {
            WriteDecision(json, after);
            if (places is not null)
            {
                WriteAssets(json, places.Select(place => after.Rows[place]));
            }
        });
        Write(scope, isApproved ? AuditAction.RequestApproved : AuditAction.RequestDenied, before.Id, old, now);
    }

    /// <summary>Records that what was pending of a request was closed without an auditor.</summary>
    public static void WriteClosed(WriteScope scope, WaitingRoomItem before, WaitingRoomItem after) =>
        Write(scope, "RequestClosed", before.Id, scope.Audit.ToJson(json => WriteItem(json, before)), scope.Audit.ToJson(json => WriteDecision(json, after)));

    /// <summary>Records that a request passed to another requester.</summary>
    public static void WriteTransferred(WriteScope scope, WaitingRoomItem before, string requester)
    {
        string? old = scope.Audit.ToJson(json => json.WriteString(nameof(before.Requester), before.Requester));
        string? now = scope.Audit.ToJson(json => json.WriteString(nameof(before.Requester), requester));
        Write(scope, AuditAction.RequestTransferred, before.Id, old, now);
    }

    /// <summary>Records that a request was removed, with all it held.</summary>
    public static void WriteRemoved(WriteScope scope, WaitingRoomItem item)
    {
        string? before = scope.Audit.ToJson(json => WriteItem(json, item));
        Write(scope, AuditAction.RequestRemoved, item.Id, before, after: null);
    }

    private static long Write(WriteScope scope, string action, long id, string? before, string? after)
    {
        string target = id.ToString(CultureInfo.InvariantCulture);
        return scope.Audit.WriteFolded(action, TargetType, target, target, before, after);
    }

    private static void WriteItem(Utf8JsonWriter json, WaitingRoomItem item)
    {
        json.WriteString(nameof(item.Kind), item.Kind.ToString());
        json.WriteString(nameof(item.Requester), item.Requester);
        json.WriteIfSet(nameof(item.Reason), item.Reason);
        WriteAssets(json, item.Rows);
        WriteDecision(json, item);
    }

    private static void WriteDecision(Utf8JsonWriter json, WaitingRoomItem item)
    {
        json.WriteString(nameof(item.State), item.State switch
        {
            WaitingRoomState.Pending => nameof(WaitingRoomState.Pending),
            WaitingRoomState.Approved => nameof(WaitingRoomState.Approved),
            WaitingRoomState.Denied => nameof(WaitingRoomState.Denied),
            _ => nameof(WaitingRoomState.Mixed),
        });
        json.WriteIfSet(nameof(item.AuditedBy), item.AuditedBy);
        json.WriteIfSet(nameof(item.Comment), item.Comment);
    }

    private static void WriteAssets(Utf8JsonWriter json, IEnumerable<WaitingRoomAsset> assets)
    {
        json.WriteStartArray(nameof(WaitingRoomItem.Assets));
        foreach (WaitingRoomAsset asset in assets)
        {
            json.WriteStringValue(asset.Asset);
        }

        json.WriteEndArray();
    }
}
