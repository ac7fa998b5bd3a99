using System.Globalization;

namespace PermModule;

/// <summary>Requests of the waiting room as events tell of them.</summary>
internal static class RequestThen
{
    /// <summary>The number of the request an event is about.</summary>
    public static long Number(in AuditRow row) => row.TargetId ?? long.Parse(row.Target, CultureInfo.InvariantCulture);

    /// <summary>The request that a part of an event describes in full.</summary>
    /// <param name="part">The part.</param>
    /// <param name="id">The number of the request.</param>
    /// <param name="requesterId">The id of the requester, for events of the first form, which do not say it.</param>
    /// <param name="submittedAt">When it was submitted, for those events.</param>
    /// <param name="origin">The store.</param>
    public static WaitingRoomItem Whole(EventPart part, long id, long requesterId, DateTimeOffset submittedAt, StoreOrigin origin)
    {
        Dictionary<long, EventPart> decisions = part.Parts("Decisions").ToDictionary(decision => decision.Number("Place") ?? 0);
        WaitingRoomAsset[] rows = [.. part.Texts(nameof(WaitingRoomItem.Assets)).Select((asset, place) => Asset(asset, decisions.GetValueOrDefault(place, part)))];
        return new WaitingRoomItem
        {
            Id = id,
            Kind = part.Choice<WaitingRoomKind>(nameof(WaitingRoomItem.Kind)) ?? default,
            Requester = part.Text(nameof(WaitingRoomItem.Requester)) ?? "",
            RequesterId = part.Number(nameof(WaitingRoomItem.RequesterId)) ?? requesterId,
            Reason = part.Text(nameof(WaitingRoomItem.Reason)),
            SubmittedAt = Time(part, nameof(WaitingRoomItem.SubmittedAt)) ?? submittedAt,
            Age = TimeSpan.Zero,
            Rows = rows,
            Counts = WaitingRoomCounts.Of(rows),
            AuditedBy = part.Text(nameof(WaitingRoomItem.AuditedBy)),
            AuditedAt = Time(part, nameof(WaitingRoomItem.AuditedAt)),
            Comment = part.Text(nameof(WaitingRoomItem.Comment)),
            Origin = origin,
        };
    }

    /// <summary>A request before an event that decided on it, closed it, passed it on or reverted it.</summary>
    public static WaitingRoomItem Before(WaitingRoomItem after, in AuditRow row, EventPart before, EventPart now)
    {
        if (before.Has(nameof(WaitingRoomItem.Assets)))
        {
            return Whole(before, after.Id, after.RequesterId, after.SubmittedAt, after.Origin!);
        }

        if (row.Action == AuditAction.RequestTransferred)
        {
            return With(after, before.Text(nameof(WaitingRoomItem.Requester)) ?? "", before.Number(nameof(WaitingRoomItem.RequesterId)) ?? 0, after.Rows, after.AuditedBy, after.AuditedAt, after.Comment);
        }

        Dictionary<long, EventPart> decisions = before.Parts("Decisions").ToDictionary(decision => decision.Number("Place") ?? 0);
        HashSet<int> places = [.. Places(after, row, now)];
        WaitingRoomAsset[] rows = [.. after.Rows.Select((asset, place) => places.Contains(place) ? Asset(asset.Asset, decisions.GetValueOrDefault(place, before)) : asset)];
        return With(
            after,
            after.Requester,
            after.RequesterId,
            rows,
            before.Text(nameof(WaitingRoomItem.AuditedBy)),
            Time(before, nameof(WaitingRoomItem.AuditedAt)),
            before.Text(nameof(WaitingRoomItem.Comment)));
    }

    /// <summary>The places of the assets that a decision was about.</summary>
    public static IEnumerable<int> Places(WaitingRoomItem item, AuditRow row, EventPart after)
    {
        HashSet<string>? named = after.Has(nameof(WaitingRoomItem.Assets)) ? [.. after.Texts(nameof(WaitingRoomItem.Assets))] : null;
        WaitingRoomState to = row.Action == AuditAction.RequestApproved ? WaitingRoomState.Approved : WaitingRoomState.Denied;
        DateTimeOffset at = UtcTime.FromStored(row.At);

        // An event of the first form names no assets where it was about all that waited.
        return Enumerable.Range(0, item.Rows.Length).Where(place => named?.Contains(item.Rows[place].Asset)
            ?? (row.SchemaVersion > 1 || (item.Rows[place].State == to && (item.Rows[place].AuditedAt ?? at) == at)));
    }

    private static WaitingRoomItem With(WaitingRoomItem item, string requester, long requesterId, WaitingRoomAsset[] rows, string? auditedBy, DateTimeOffset? auditedAt, string? comment) => new()
    {
        Id = item.Id,
        Kind = item.Kind,
        Requester = requester,
        RequesterId = requesterId,
        Reason = item.Reason,
        SubmittedAt = item.SubmittedAt,
        Age = item.Age,
        Rows = rows,
        Counts = WaitingRoomCounts.Of(rows),
        AuditedBy = auditedBy,
        AuditedAt = auditedAt,
        Comment = comment,
        Origin = item.Origin,
    };

    /// <summary>An asset at the state that a part tells. Mixed is told only by events of the first form, which do not say of which asset what was decided.</summary>
    private static WaitingRoomAsset Asset(string name, EventPart part) => part.Choice<WaitingRoomState>(nameof(WaitingRoomItem.State)) switch
    {
        null or WaitingRoomState.Pending => new WaitingRoomAsset { Asset = name, State = WaitingRoomState.Pending },
        WaitingRoomState.Approved => Decided(name, WaitingRoomState.Approved, part),
        _ => Decided(name, WaitingRoomState.Denied, part),
    };

    private static WaitingRoomAsset Decided(string name, WaitingRoomState state, EventPart part) => new()
    {
        Asset = name,
        State = state,
        AuditedBy = part.Text(nameof(WaitingRoomAsset.AuditedBy)),
        AuditedAt = Time(part, nameof(WaitingRoomAsset.AuditedAt)),
        Comment = part.Text(nameof(WaitingRoomAsset.Comment)),
    };

    private static DateTimeOffset? Time(EventPart part, string name) => part.Time(name) is { } time ? UtcTime.FromStored(time) : null;
}
