namespace PermModule;

/// <summary>Requests that wait for an auditor: downloads, uploads and quarantined files.</summary>
public sealed class WaitingRoomService
{
    private readonly StoreSession _session;

    internal WaitingRoomService(StoreSession session) => _session = session;

    /// <summary>Reads requests, oldest first. Streams; what comes in meanwhile is not among them.</summary>
    /// <exception cref="PermNotFoundException"><c>WaitingRoomItemNotFound</c>, <c>UserNotFound</c>: a number or a literal requester that does not exist.</exception>
    public IEnumerable<WaitingRoomItem> Find(WaitingRoomFilter? filter = null) => new WaitingRoomReader(_session, filter ?? new WaitingRoomFilter()).Read();

    /// <summary>The request with this number.</summary>
    /// <exception cref="PermNotFoundException"><c>WaitingRoomItemNotFound</c>.</exception>
    public WaitingRoomItem Get(long id) => Find(new WaitingRoomFilter { Id = id }).First();

    /// <summary>The active users who hold the right to audit requests of a kind, in the order of their creation.</summary>
    public IEnumerable<PermUser> FindAuditors(WaitingRoomKind kind) =>
        new UserReader(_session, new UserFilter { Rights = [WaitingRoomRights.AuditorOf(kind).Key] }).Read();

    /// <summary>Every active user who may audit, in the order of their names, with the kinds of requests.</summary>
    public IReadOnlyList<WaitingRoomAuditor> FindAllAuditors() => _session.ReadConsistently(() =>
    {
        List<(string Key, WaitingRoomAuditor Auditor)> found = [];
        foreach (ProfileEntry profile in _session.Snapshot().Profiles)
        {
            bool May(WaitingRoomKind kind) => profile.Effective.Contains(WaitingRoomRights.AuditorOf(kind).Index);
            (bool download, bool upload, bool quarantine) = (May(WaitingRoomKind.Download), May(WaitingRoomKind.Upload), May(WaitingRoomKind.Quarantine));
            if (!download && !upload && !quarantine)
            {
                continue;
            }

            using Statement users = _session.Query("SELECT id, user_name, user_name_key FROM users WHERE profile_id = $1 AND is_active = 1", profile.Id);
            while (users.Next())
            {
                found.Add((users.Text(2)!, new WaitingRoomAuditor
                {
                    UserName = users.Text(1)!,
                    ProfileName = profile.Name,
                    Download = download,
                    Upload = upload,
                    Quarantine = quarantine,
                    Origin = new ReadOrigin(_session.Origin),
                    Stored = new UserKey(users.Number(0), users.Text(1)!),
                }));
            }
        }

        return (IReadOnlyList<WaitingRoomAuditor>)[.. found.OrderBy(user => user.Key, StringComparer.Ordinal).Select(user => user.Auditor)];
    });

    /// <summary>Takes in one request; one that needs nobody's decision is approved at once, audited by its right.</summary>
    /// <exception cref="PermException"><c>UserNotFound</c>, <c>NotPermitted</c>, <c>AssetRequired</c>, <c>DuplicateAsset</c>, <c>ReasonRequired</c>, <c>AlreadyDenied</c>.</exception>
    public WaitingRoomItem Submit(WaitingRoomRequest request) => Submit([request])[0].ValueOrThrow();

    /// <summary>Takes in requests in one change, in the order of the list.</summary>
    public IReadOnlyList<BatchItem<WaitingRoomItem>> Submit(IReadOnlyList<WaitingRoomRequest> requests, bool stopOnError = false)
    {
        WaitingRoomSubmitter.Announce(_session, requests);
        return Apply(requests, stopOnError, scope => new WaitingRoomSubmitter(scope, requests).Submit);
    }

    /// <summary>Applies one decision.</summary>
    /// <exception cref="PermException"><c>WaitingRoomItemNotFound</c>, <c>UserNotFound</c>, <c>SelfAudit</c>, <c>NotAnAuditor</c>, <c>AssetNotFound</c>, <c>DuplicateAsset</c>, <c>AlreadyDecided</c>.</exception>
    public WaitingRoomItem Decide(WaitingRoomDecision decision) => Decide([decision])[0].ValueOrThrow();

    /// <summary>Applies decisions in one change, in the order of the list.</summary>
    public IReadOnlyList<BatchItem<WaitingRoomItem>> Decide(IReadOnlyList<WaitingRoomDecision> decisions, bool stopOnError = false)
    {
        WaitingRoomDecider.Announce(_session, decisions);
        return Apply(decisions, stopOnError, scope => new WaitingRoomDecider(scope, decisions).Decide);
    }

    /// <summary>
    /// Removes requests in one change, in the order of the list. What they denied can be requested again, so that nobody removes a denial in a user's name:
    /// neither the requester nor an auditor can undo a denial by removing it.
    /// </summary>
    public IReadOnlyList<BatchItem<WaitingRoomItem>> Remove(IReadOnlyList<WaitingRoomReference> items, bool stopOnError = false)
    {
        WaitingRoomRows.Announce(_session, items.Select(item => item.Id));
        return Apply(items, stopOnError, scope =>
        {
            WaitingRoomRows rows = new(_session);
            Dictionary<long, WaitingRoomItem> ahead = _session.Link.IsRemote ? rows.GetMany(items.Select(item => item.Id)).ToDictionary(item => item.Id) : [];
            return item =>
            {
                WaitingRoomItem stored = ahead.Remove(item.Id, out WaitingRoomItem? read) ? read : rows.Get(item.Id);
                WaitingRoomRows.CheckSame(item.Read, stored);
                scope.Acting?.Demand(WaitingRoomRights.AuditorOf(stored.Kind), stored.Id);
                WaitingRoomRights.CheckDenialStays(scope, stored);
                WaitingRoomEvents.WriteRemoved(scope, stored);
                rows.Delete(stored.Id);
                return stored;
            };
        });
    }

    private BatchItem<WaitingRoomItem>[] Apply<T>(IReadOnlyList<T> items, bool stopOnError, Func<WriteScope, Func<T, WaitingRoomItem>> begin) => _session.Write(scope =>
    {
        Func<T, WaitingRoomItem> apply = begin(scope);
        return scope.ForEach(items, stopOnError, item => BatchItem<WaitingRoomItem>.Applied(apply(item)));
    });
}
