namespace PermModule;

/// <summary>
/// One user at a past moment, worked out from the events of that user and of what all users share alone: the time does not depend on how much happened to others since.
/// </summary>
internal sealed record PastUser(UserRow Row, PermissionSnapshot Snapshot, IReadOnlyList<string> Groups)
{
    /// <summary>
    /// The user at the moment. Null where only the whole past tells: who has no such name then, was erased since, or is told of by events of the first form,
    /// which name users by names that may have been exchanged.
    /// </summary>
    /// <exception cref="PermException"><c>NotPermitted</c>; <c>AsOfTooEarly</c>, <c>AsOfInFuture</c>, <c>AsOfErased</c>: the trail does not tell the state of then.</exception>
    public static PastUser? Find(StoreSession session, UserReference user, DateTimeOffset moment)
    {
        session.Demand(DelegatedAction.ReadTrail, "Audit trail");
        return session.ReadConsistently(() =>
        {
            PastMoment then = PastMoment.Find(session, session.Link.LatestNow, moment);
            return user.IdIn(session) is { } known
                ? At(session, then, known)
                : Named(session, then, user.FoldedName).Select(id => At(session, then, id)).FirstOrDefault(found => found?.Row.UserNameKey == user.FoldedName);
        });
    }

    /// <summary>The tier of a user just before an event, or null where the trail does not tell it.</summary>
    public static Tier? TierBefore(StoreSession session, long id, AuditRow row)
    {
        AuditRow[] since =
        [
            .. EventTrail.Shared(session, row.At - 1)
                .Concat(EventTrail.Since(session, id, row.At - 1))
                .Where(later => later.Id >= row.Id)
                .DistinctBy(later => later.Id)
                .OrderByDescending(later => later.Id),
        ];
        PastState state = new(session, session.Snapshot());
        foreach (AuditRow later in since)
        {
            if (later.Action == AuditAction.StoreMigrated)
            {
                return null;
            }

            StepBack.Over(session, later, state);
        }

        return state.Find(id) is { } user && state.Profiles.ContainsKey(user.ProfileId) ? state.ToSnapshot().Profile(user.ProfileId).Tier : null;
    }

    public PermUser ToUser(StoreSession session) => Row.ToUser(Snapshot.Profile(Row.ProfileId), Groups, readVersion: -1, session.Origin);

    /// <summary>The users who may have had a name then: who has it now, and who was meant by it in the first event since that names somebody so.</summary>
    private static IEnumerable<long> Named(StoreSession session, PastMoment then, string key)
    {
        if (session.Scalar("SELECT id FROM users WHERE user_name_key = $1", key) is { } present)
        {
            yield return present;
        }

        if (session.Scalar("SELECT target_id FROM audit_events WHERE target_key = $1 AND id > $2 AND target_type = 'User' ORDER BY id LIMIT 1", key, then.Last) is { } changed)
        {
            yield return changed;
        }
    }

    private static PastUser? At(StoreSession session, PastMoment then, long id)
    {
        PastState state = new(session, session.Snapshot());
        return then.TryGoBack(state, id) && state.ErasedUsers == 0 && state.Find(id) is { } row
            ? new PastUser(row, state.ToSnapshot(), [.. row.Groups.Select(group => state.Groups[group].Name).OrderBy(NameKey.Fold, StringComparer.Ordinal)])
            : null;
    }
}
