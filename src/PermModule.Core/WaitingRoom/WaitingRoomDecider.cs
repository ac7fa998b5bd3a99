using System.Globalization;

namespace PermModule;

/// <summary>Applies the decisions of auditors.</summary>
internal sealed class WaitingRoomDecider(WriteScope scope, IReadOnlyList<WaitingRoomDecision> decisions)
{
    /// <summary>How many requests are read at a time.</summary>
    private const int Ahead = 1_000;

    private readonly UserOutlines _users = new(scope.Session, Auditors(scope.Session, decisions));
    private readonly WaitingRoomRows _rows = new(scope.Session);
    private readonly WaitingRoomSubmitter _submitter = new(scope, []);
    private readonly Dictionary<UserReference, UserOutline> _auditors = [];
    private readonly Dictionary<long, WaitingRoomItem> _items = [];
    private int _reached;
    private int _readTo;

    /// <summary>Says that decisions are going to be applied.</summary>
    public static void Announce(StoreSession session, IReadOnlyList<WaitingRoomDecision> decisions)
    {
        UserOutlines.Announce(session, Auditors(session, decisions));
        WaitingRoomRows.Announce(session, decisions.Take(Ahead).Select(decision => decision.Item.Id));
    }

    /// <exception cref="PermException">As the error ids say; then nothing of the decision is applied.</exception>
    public WaitingRoomItem Decide(WaitingRoomDecision decision)
    {
        _reached++;
        UserOutline auditor = Auditor(decision.Auditor);
        string? comment = TextRules.Text(decision.Comment, "comment", TextRules.MaxText);
        WaitingRoomItem before = Stored(decision.Item);
        WaitingRoomRights.CheckAuditor(before, auditor, scope.Snapshot.Profile(auditor.ProfileId));
        WaitingRoomState to = decision.IsApproved ? WaitingRoomState.Approved : WaitingRoomState.Denied;
        IReadOnlyList<int> places = decision.Assets is null ? Undecided(before, to) : WaitingRoomAssets.Places(before, decision.Assets);
        DateTimeOffset now = UtcTime.FromStored(scope.Now);
        WaitingRoomAsset[] rows = [.. before.Rows];
        WaitingRoomCounts counts = before.Counts;
        foreach (int place in places)
        {
            WaitingRoomAsset row = rows[place];
            CheckUndecided(before, row, to);
            counts = counts.Move(row.State, to, 1);
            rows[place] = new WaitingRoomAsset { Asset = row.Asset, State = to, AuditedBy = auditor.UserName, AuditedAt = now, Comment = comment };
        }

        WaitingRoomItem after = before.After(rows, counts, auditor.UserName, now, comment);
        _rows.Update(after);
        _items[after.Id] = after;

        if (decision.Assets is null)
        {
            _rows.UpdateAssets(after, before.Rows[places[0]].State, to);
        }
        else
        {
            foreach (int place in places)
            {
                _rows.UpdateAsset(after, place, to);
            }
        }

        WaitingRoomEvents.WriteDecided(scope, decision.IsApproved, before, after, places);
        if (before.Kind == WaitingRoomKind.Quarantine && decision.IsApproved)
        {
            _submitter.SubmitReleased(after, places);
        }

        return after;
    }

    /// <summary>The request as it is stored. An object only says which one: kind, requester, assets and states are the store's.</summary>
    private WaitingRoomItem Stored(WaitingRoomReference reference)
    {
        if (_reached > _readTo)
        {
            // One query for many requests; nobody else changes them while this change holds the lock.
            _items.Clear();
            foreach (WaitingRoomItem item in _rows.GetMany(decisions.Skip(_reached - 1).Take(Ahead).Select(decision => decision.Item.Id)))
            {
                _items.Add(item.Id, item);
            }

            _readTo = _reached - 1 + Ahead;
        }

        WaitingRoomItem stored = _items.GetValueOrDefault(reference.Id) ?? throw WaitingRoomRows.NotFound(reference.Id);
        WaitingRoomRows.CheckSame(reference.Read, stored);
        return stored;
    }

    /// <summary>The assets that a decision on a whole request is about: all that are pending, else, for an approval, all that were denied.</summary>
    private static List<int> Undecided(WaitingRoomItem item, WaitingRoomState to)
    {
        WaitingRoomState from = item.Counts.Pending == 0 && CanChange(item, WaitingRoomState.Denied, to) ? WaitingRoomState.Denied : WaitingRoomState.Pending;
        List<int> places = new(item.Rows.Length);
        for (int place = 0; place < item.Rows.Length; place++)
        {
            if (item.Rows[place].State == from)
            {
                places.Add(place);
            }
        }

        return places.Count > 0
            ? places
            : throw new PermConflictException(ErrorId.AlreadyDecided, string.Create(CultureInfo.InvariantCulture, $"Request {item.Id} is already {item.State}. {Final(item)}"), item.Id) { Detail = DetailOf(item) };
    }

    private static void CheckUndecided(WaitingRoomItem item, WaitingRoomAsset row, WaitingRoomState to)
    {
        if (!CanChange(item, row.State, to))
        {
            throw new PermConflictException(ErrorId.AlreadyDecided, string.Create(CultureInfo.InvariantCulture, $"'{TextRules.Cut(row.Asset)}' of request {item.Id} is already {row.State}, by '{row.AuditedBy}'. {Final(item)}"), row.Asset) { Detail = DetailOf(item) };
        }
    }

    /// <summary>A denied asset can be approved later, unless the scanner had caught it: then the case is closed. What is approved stays so.</summary>
    private static bool CanChange(WaitingRoomItem item, WaitingRoomState from, WaitingRoomState to) =>
        from == WaitingRoomState.Pending
        || (from == WaitingRoomState.Denied && to == WaitingRoomState.Approved && item.Kind != WaitingRoomKind.Quarantine);

    private static string Final(WaitingRoomItem item) => item.Kind == WaitingRoomKind.Quarantine
        ? "Decisions on quarantined files are final."
        : "What is approved stays approved; only what was denied can be approved later.";

    private static string? DetailOf(WaitingRoomItem item) => item.Kind == WaitingRoomKind.Quarantine ? ErrorDetail.Quarantine : null;

    private static IEnumerable<UserReference> Auditors(StoreSession session, IReadOnlyList<WaitingRoomDecision> decisions) =>
        decisions.Select(decision => decision.Auditor ?? Actor(session)).Distinct();

    private static UserReference Actor(StoreSession session) => UserReference.ByName(Authorship.Of(session).Actor);

    private UserOutline Auditor(UserReference? named)
    {
        UserReference name = named ?? Actor(scope.Session);
        if (!_auditors.TryGetValue(name, out UserOutline? auditor))
        {
            if (named is null && _users.Find(name) is null)
            {
                throw new PermNotFoundException(ErrorId.UserNotFound, $"'{TextRules.Cut(name.Name)}', who acts on this store, is not a user of the portal and cannot decide.", name.Name) { Detail = ErrorDetail.ActorUnknown };
            }

            auditor = _users.Resolve(name);
            if (scope.Acting is { } acting && acting.Id != auditor.Id)
            {
                throw new PermNotPermittedException(ErrorId.NotPermitted, $"'{acting.Name}' decides only in their own name, not in that of '{auditor.UserName}'.", auditor.UserName) { Detail = ErrorDetail.OtherAuditor };
            }

            _auditors.Add(name, auditor);
        }

        return auditor;
    }
}
