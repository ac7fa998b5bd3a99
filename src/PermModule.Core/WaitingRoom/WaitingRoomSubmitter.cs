using System.Globalization;
using System.Text.Json;

namespace PermModule;

/// <summary>Takes in requests: what needs nobody's decision is approved at once, the rest waits.</summary>
/// <param name="scope">The change.</param>
/// <param name="requests">The requests, in the order in which they are submitted.</param>
internal sealed class WaitingRoomSubmitter(WriteScope scope, IReadOnlyList<WaitingRoomRequest> requests)
{
    /// <summary>For how many requests at a time is looked what was denied, where a question costs a round trip.</summary>
    private const int Ahead = 100;

    private readonly UserOutlines _users = new(scope.Session, requests.Select(request => request.Requester));
    private readonly WaitingRoomRows _rows = new(scope.Session);
    private readonly Dictionary<(long RequesterId, WaitingRoomKind Kind), HashSet<string>> _denied = [];
    private int _reached;

    /// <summary>Says that requests are going to be submitted; of the first is asked what was denied to the requester, where that is known by id.</summary>
    public static void Announce(StoreSession session, IReadOnlyList<WaitingRoomRequest> requests)
    {
        UserOutlines.Announce(session, requests.Select(request => request.Requester));
        if (requests is [{ } first, ..] && first.Requester.IdIn(session) is { } id)
        {
            WaitingRoomRows.AnnounceDenied(session, id, first.Kind);
        }
    }

    /// <exception cref="PermException">As the error ids say.</exception>
    public WaitingRoomItem Submit(WaitingRoomRequest request)
    {
        _reached++;

        // Says which kinds there are, before anything is stored of one that is none.
        WaitingRoomRights.AuditorOf(request.Kind);
        UserOutline requester = _users.Resolve(request.Requester);
        if (!requester.IsActive)
        {
            throw new PermNotPermittedException(ErrorId.NotPermitted, $"'{requester.UserName}' is inactive and cannot request anything.", requester.UserName) { Detail = ErrorDetail.RequesterInactive };
        }

        if (scope.Acting is { } acting && acting.Id != requester.Id)
        {
            throw new PermNotPermittedException(ErrorId.NotPermitted, $"'{acting.Name}' can request assets only for themselves, not for '{requester.UserName}'.", requester.UserName) { Detail = ErrorDetail.OtherRequester };
        }

        ProfileEntry profile = scope.Snapshot.Profile(requester.ProfileId);
        string? direct = WaitingRoomRights.DirectlyBy(request, profile);
        string[] names = WaitingRoomAssets.Names(request.Assets);
        string? reason = TextRules.Text(request.Reason, "reason", TextRules.MaxText);
        if (reason is null && request.Kind == WaitingRoomKind.Download)
        {
            throw new PermInvalidInputException(ErrorId.ReasonRequired, $"The download by '{requester.UserName}' has no reason.", requester.UserName);
        }

        CheckNotDenied(requester, request.Kind, names);
        return Store(request.Kind, requester.Id, requester.UserName, names, reason, direct, request.Kind == WaitingRoomKind.Download ? json => WriteDownload(json, request, WaitingRoomRights.IsWatermarked(request, profile)) : null);
    }

    /// <summary>Asks for the upload audit of quarantined files that were allowed, even of a requester who is gone or uploads directly.</summary>
    public void SubmitReleased(WaitingRoomItem quarantined, IEnumerable<int> places) =>
        Store(WaitingRoomKind.Upload, quarantined.RequesterId, quarantined.Requester, [.. places.Select(place => quarantined.Rows[place].Asset)], quarantined.Reason, direct: null, json => json.WriteNumber("ReleasedFrom", quarantined.Id));

    private WaitingRoomItem Store(WaitingRoomKind kind, long requesterId, string requester, string[] names, string? reason, string? direct, Action<Utf8JsonWriter>? more)
    {
        DateTimeOffset now = UtcTime.FromStored(scope.Now);
        DateTimeOffset? audited = direct is null ? null : now;
        WaitingRoomState state = direct is null ? WaitingRoomState.Pending : WaitingRoomState.Approved;
        WaitingRoomItem item = new()
        {
            Id = scope.NextId,
            Kind = kind,
            RequesterId = requesterId,
            Requester = requester,
            Rows = Array.ConvertAll(names, name => new WaitingRoomAsset { Asset = name, State = state, AuditedBy = direct, AuditedAt = audited }),
            Counts = WaitingRoomCounts.All(state, names.Length),
            Reason = reason,
            SubmittedAt = now,
            Age = TimeSpan.Zero,
            AuditedBy = direct,
            AuditedAt = audited,
            Origin = scope.Session.Origin,
        };
        WaitingRoomEvents.WriteSubmitted(scope, item, more);
        _rows.Insert(item);
        return item;
    }

    private static void WriteDownload(Utf8JsonWriter json, WaitingRoomRequest request, bool isWatermarked)
    {
        json.WriteString(nameof(request.File), request.File.ToString());
        foreach ((string name, bool isSo) in new[] { ("Watermarked", isWatermarked), ("Archived", request.IsArchived), ("LimitedUsage", request.IsLimitedUsage) })
        {
            if (isSo)
            {
                json.WriteBoolean(name, value: true);
            }
        }
    }

    private void CheckNotDenied(UserOutline requester, WaitingRoomKind kind, string[] names)
    {
        if (!_denied.ContainsKey((requester.Id, kind)))
        {
            ReadDenied(requester.Id, kind);
        }

        HashSet<string> denied = _denied[(requester.Id, kind)];
        if (denied.Count > 0 && Array.Find(names, name => denied.Contains(NameKey.Fold(name))) is { } again)
        {
            throw new PermConflictException(ErrorId.AlreadyDenied, $"'{TextRules.Cut(again)}' was denied to '{requester.UserName}' and cannot be requested again.", again);
        }
    }

    /// <summary>Reads what was denied to a requester, and where a question costs a round trip to those who follow; a change that submits denies nothing.</summary>
    private void ReadDenied(long requester, WaitingRoomKind kind)
    {
        IEnumerable<(long Id, WaitingRoomKind Kind)> next = scope.Session.Link.IsRemote
            ? from request in requests.Skip(_reached).Take(Ahead - 1)
              let following = _users.Find(request.Requester)
              where following is not null
              select (following.Id, request.Kind)
            : [];
        (long Id, WaitingRoomKind Kind)[] asked = [.. next.Prepend((requester, kind)).Distinct().Where(one => !_denied.ContainsKey(one))];
        Array.ForEach(asked, one => WaitingRoomRows.AnnounceDenied(scope.Session, one.Id, one.Kind));
        Array.ForEach(asked, one => _denied.Add(one, _rows.DeniedTo(one.Id, one.Kind)));
    }
}
