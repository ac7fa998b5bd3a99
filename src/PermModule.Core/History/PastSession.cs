using System.Globalization;

namespace PermModule;

/// <summary>
/// Opens a store as of a past moment: a session of its own, through which every service reads the state of then. It is worked out backwards from now over
/// the events since, and reads one state of the store until it is disposed.
/// </summary>
internal static class PastSession
{
    // Reading an event takes about as long as writing the user whom it is about.
    private const double EventShare = 0.5;

    /// <summary>Opens a store as of a moment; that of the newest event or later is now.</summary>
    /// <param name="present">The session whose store is meant; its acting user is asked for the right to read the trail.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <exception cref="PermException"><c>NotPermitted</c>; <c>AsOfTooEarly</c>, <c>AsOfInFuture</c>, <c>AsOfErased</c>: the trail does not tell the state of then.</exception>
    public static StoreSession Open(StoreSession present, DateTimeOffset moment, Action<WorkProgress>? progress = null)
    {
        present.Demand(DelegatedAction.ReadTrail, "Audit trail");
        StoreSession past = present.OpenPast(new StoppedClock(moment));
        try
        {
            past.Read(() =>
            {
                past.Transaction.HoldRead();
                Fill(past, present.Link.LatestNow, moment, progress);
                return true;
            });
            Authorship author = Authorship.Of(past);
            author.Actor = Authorship.Of(present).Actor;
            author.UserId = Authorship.Of(present).UserId;
            author.Present = present;
            return past;
        }
        catch
        {
            past.Dispose();
            throw;
        }
    }

    private static void Fill(StoreSession session, DateTimeOffset now, DateTimeOffset moment, Action<WorkProgress>? progress)
    {
        PastMoment then = PastMoment.Find(session, now, moment);
        // Not from the memory of the session, which would show it in the past too.
        PastState state = new(session, PermissionSnapshot.Load(session, configurationVersion: 0));
        then.GoBack(state, WorkProgress.Part(progress, "events since", 0, EventShare));
        PastTables.Write(session, state, then.Last, UtcTime.ToStored(moment), WorkProgress.Part(progress, "users of then", EventShare, 1));
        ErasedUsers.Of(session).Count = state.ErasedUsers;
        if (state.ErasedUsers is > 0 and int erased)
        {
            session.Warnings.Add(new PermWarning(
                WarningId.UsersErased,
                string.Create(CultureInfo.InvariantCulture, $"The personal data of {(erased == 1 ? "a user" : $"{erased} users")} of {UtcTime.ToText(UtcTime.ToStored(moment))} was erased since; {(erased == 1 ? "the user is" : "they are")} shown by {(erased == 1 ? "the pseudonym" : "their pseudonyms")}, with empty fields."),
                session.Path));
        }
    }
}
