namespace PermModule;

/// <summary>The requests of a past moment that changed since.</summary>
internal sealed class RequestsThen(StoreSession session, UsersThen users, EarlierEvents earlier)
{
    private readonly Dictionary<long, WaitingRoomItem?> _changed = [];

    /// <summary>The requests, by number; null where there was none.</summary>
    public IReadOnlyDictionary<long, WaitingRoomItem?> Changed => _changed;

    public void Remove(in AuditRow row) => _changed[RequestThen.Number(row)] = null;

    public void Restore(in AuditRow row, EventPart before)
    {
        long id = RequestThen.Number(row);
        long requester = before.Has(nameof(WaitingRoomItem.RequesterId)) ? 0 : users.IdOf(before.Text(nameof(WaitingRoomItem.Requester)) ?? "");
        long submitted = before.Has(nameof(WaitingRoomItem.SubmittedAt)) ? 0 : earlier.SubmittedAt(row);
        _changed[id] = RequestThen.Whole(before, id, requester, UtcTime.FromStored(submitted), session.Origin);
    }

    public void Change(in AuditRow row, EventPart before, EventPart after)
    {
        long id = RequestThen.Number(row);
        if (!_changed.TryGetValue(id, out WaitingRoomItem? known))
        {
            known = new WaitingRoomRows(session).GetMany([id]).FirstOrDefault();
        }

        _changed[id] = known is null ? null : RequestThen.Before(known, row, before, after);
    }
}
