namespace PermModule;

/// <summary>Undoes what was done to requests of the waiting room.</summary>
internal sealed class UndoRequests(UndoContext context)
{
    private WaitingRoomRows? _rows;

    private WaitingRoomRows Rows => _rows ??= new WaitingRoomRows(context.Session);

    /// <summary>Why an event of a request can never be undone, or null if it can: what took effect outside the store stays.</summary>
    public string? WhyFinal(in AuditRow row)
    {
        const string quarantine = "Decisions on quarantined files are final.";
        EventPart after = EventPart.Parse(row.After);
        return row.Action switch
        {
            AuditAction.RequestApproved => "What was approved has taken effect outside the store, and stays approved.",
            AuditAction.RequestSubmitted when after.Choice<WaitingRoomState>(nameof(WaitingRoomItem.State)) == WaitingRoomState.Approved => "What needed no decision took effect outside the store at once.",
            AuditAction.RequestSubmitted when after.Has("ReleasedFrom") => quarantine,
            AuditAction.RequestDenied when Request(row)?.Kind == WaitingRoomKind.Quarantine => quarantine,
            _ => null,
        };
    }

    public void Remove(in AuditRow row, EventPart after)
    {
        WaitingRoomItem item = Request(row) ?? throw Gone(row);
        WaitingRoomItem asLeft = RequestThen.Whole(after, item.Id, item.RequesterId, item.SubmittedAt, context.Session.Origin);
        if (!IsSame(item, asLeft))
        {
            throw UndoContext.Conflict(item.ToString(), "the request was decided or passed on since");
        }

        CheckMayRevert(item, denied: 0);
        WaitingRoomEvents.WriteRemoved(context.Scope, item);
        Rows.Delete(item.Id);
    }

    public void Restore(in AuditRow row, EventPart before)
    {
        if (Request(row) is { } there)
        {
            throw UndoContext.Conflict(there.ToString(), "the request is there again");
        }

        long requester = context.Users.FindByName(NameKey.Fold(before.Text(nameof(WaitingRoomItem.Requester)) ?? ""))?.Id ?? 0;
        WaitingRoomItem item = RequestThen.Whole(before, RequestThen.Number(row), requester, UtcTime.FromStored(row.At), context.Session.Origin);
        CheckMayRevert(item, item.Counts.Denied);
        CheckRequester(item);
        CheckNotDenied(item, row);
        WaitingRoomEvents.WriteReverted(context.Scope, before: null, item);
        Rows.Insert(item);
    }

    public void Change(in AuditRow row, EventPart before, EventPart after)
    {
        WaitingRoomItem item = Request(row) ?? throw Gone(row);
        if (!IsAsLeft(item, row, after))
        {
            throw UndoContext.Conflict(item.ToString(), "the request was decided or passed on since");
        }

        WaitingRoomItem then = RequestThen.Before(item, row, before, after);
        CheckMayRevert(item, then.Counts.Denied);
        CheckRequester(then);
        if (row.Action == AuditAction.RequestTransferred)
        {
            CheckNotDenied(then, row);
        }

        WaitingRoomEvents.WriteReverted(context.Scope, item, then);
        Rows.Replace(item, then);
    }

    private WaitingRoomItem? Request(in AuditRow row) => Rows.GetMany([RequestThen.Number(row)]).FirstOrDefault();

    private static PermConflictException Gone(in AuditRow row) => UndoContext.Conflict($"Request {row.Target}", "the request is no longer there");

    /// <summary>True while the request stands as the event left it.</summary>
    private bool IsAsLeft(WaitingRoomItem item, AuditRow row, EventPart after) => row.Action switch
    {
        AuditAction.RequestReverted => IsSame(item, RequestThen.Whole(after, item.Id, item.RequesterId, item.SubmittedAt, context.Session.Origin)),
        AuditAction.RequestTransferred => item.RequesterId == after.Number(nameof(WaitingRoomItem.RequesterId)) && item.Counts.Pending > 0,
        _ => item.AuditedAt == UtcTime.FromStored(row.At) && item.AuditedBy == after.Text(nameof(WaitingRoomItem.AuditedBy)),
    };

    private static bool IsSame(WaitingRoomItem item, WaitingRoomItem other) =>
        item.RequesterId == other.RequesterId && item.Rows.SequenceEqual(other.Rows) && (item.AuditedBy, item.AuditedAt, item.Comment) == (other.AuditedBy, other.AuditedAt, other.Comment);

    /// <summary>Asks for the right to decide on the request. In a user's name a denial stays, as where a request is removed.</summary>
    private void CheckMayRevert(WaitingRoomItem item, long denied)
    {
        context.Scope.Acting?.Demand(WaitingRoomRights.AuditorOf(item.Kind), item.Id);
        if (item.Counts.Denied > denied)
        {
            WaitingRoomRights.CheckDenialStays(context.Scope, item);
        }
    }

    private void CheckRequester(WaitingRoomItem item)
    {
        if (item.Counts.Pending > 0 && context.Users.FindById(item.RequesterId) is null)
        {
            throw UndoContext.Conflict(item.ToString(), $"the requester '{item.Requester}' is no longer there");
        }
    }

    /// <summary>A request that waits for what was denied to the requester since would be a way round the denial.</summary>
    private void CheckNotDenied(WaitingRoomItem item, AuditRow row)
    {
        ILookup<string, (string AssetKey, long Request, long At)> denials = Rows.Denials(item.RequesterId, item.Kind).ToLookup(denial => denial.AssetKey, StringComparer.Ordinal);
        if (Array.Find(item.Rows, asset => asset.State == WaitingRoomState.Pending && denials[NameKey.Fold(asset.Asset)].Any(denial => IsSince(denial, row))) is { } again)
        {
            throw UndoContext.Conflict(item.ToString(), $"'{again.Asset}' was denied to '{item.Requester}' since");
        }
    }

    /// <summary>True where a denial is newer than an event, or an undo brought it back since. The trail tells which of two events of one time came first.</summary>
    private bool IsSince((string AssetKey, long Request, long At) denial, AuditRow row) => denial.At > row.At || EventTrail.Since(context.Session, denial.Request, row.At - 1).Exists(later =>
        later.Id > row.Id
        && later.Id <= context.LastBefore
        && later.TargetType == WaitingRoomEvents.TargetType
        && (later.Action == AuditAction.RequestReverted || (later.Action == AuditAction.RequestDenied && denial.At == row.At))
        && IsAbout(EventPart.Parse(later.After), denial.AssetKey));

    /// <summary>True where an event is about an asset; one that names none is about all that waited.</summary>
    private static bool IsAbout(EventPart after, string assetKey) =>
        !after.Has(nameof(WaitingRoomItem.Assets)) || after.Texts(nameof(WaitingRoomItem.Assets)).Any(asset => NameKey.Fold(asset) == assetKey);
}
