using System.Globalization;

namespace PermModule;

/// <summary>
/// Opens a store as of a past moment: a session of its own, through which every service reads the state of then. It is worked out backwards from now over
/// the events since, and reads one state of the store until it is disposed.
/// </summary>
internal static class PastSession
{
    /// <summary>Opens a store as of a moment; that of the newest event or later is now.</summary>
    /// <param name="present">The session whose store is meant; its acting user is asked for the right to read the trail.</param>
    /// <param name="moment">The moment.</param>
    /// <exception cref="PermException"><c>NotPermitted</c>; <c>AsOfTooEarly</c>, <c>AsOfInFuture</c>, <c>AsOfErased</c>: the trail does not tell the state of then.</exception>
    public static StoreSession Open(StoreSession present, DateTimeOffset moment)
    {
        present.Demand(DelegatedAction.ReadTrail, "Audit trail");
        StoreSession past = present.OpenPast(new StoppedClock(moment));
        try
        {
            past.Read(() =>
            {
                past.Transaction.HoldRead();
                Fill(past, present.Time.GetUtcNow(), moment);
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

    private static void Fill(StoreSession session, DateTimeOffset now, DateTimeOffset moment)
    {
        PastMoment then = PastMoment.Find(session, now, moment);
        // Not from the memory of the session, which would show it in the past too.
        PastState state = new(session, PermissionSnapshot.Load(session, configurationVersion: 0));
        then.GoBack(state);
        PastTables.Write(session, state, then.Last, UtcTime.ToStored(moment));
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
