using System.Globalization;

namespace PermModule;

/// <summary>
/// Opens a store as of a past moment: a session of its own, through which every service reads the state of then. It is worked out backwards from now over
/// the events since, and reads one state of the store until it is disposed.
/// </summary>
internal static class PastSession
{
    private const int PageSize = Batching.Page;

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
        long at = UtcTime.ToStored(moment);
        (long newest, long newestAt, _) = AuditWriter.ReadHead(session);
        if (at > Math.Max(UtcTime.ToStored(now), newestAt))
        {
            throw new PermInvalidInputException(ErrorId.AsOfInFuture, $"{UtcTime.ToText(at)} is in the future; a state is known up to now.", moment);
        }

        long last = AuditEventReader.FirstAt(session, at + 1, newest) - 1;
        if (last == 0)
        {
            long? first = session.Scalar("SELECT at FROM audit_events ORDER BY id LIMIT 1");
            string began = first is { } time ? $"its first event is of {UtcTime.ToText(time)}" : "it has no event";
            throw new PermInvalidInputException(ErrorId.AsOfTooEarly, $"{UtcTime.ToText(at)} is before the trail of '{session.Path}' began: {began}.", moment);
        }

        PastState state = new(session);
        foreach (AuditRow row in Backwards(session, last, newest))
        {
            if (row.Action == AuditAction.StoreRestored)
            {
                CheckRestored(row, last, moment);
            }

            StepBack.Over(session, row, state);
        }

        PastTables.Write(session, state, last, at);
    }

    /// <summary>The events after one, the newest first.</summary>
    private static IEnumerable<AuditRow> Backwards(StoreSession session, long after, long newest)
    {
        List<AuditRow> page = [];
        do
        {
            session.ThrowIfCancelled();
            page.Clear();
            using (Statement reader = session.Query($"SELECT {AuditRow.Columns} FROM audit_events WHERE id > $1 AND id <= $2 ORDER BY id DESC LIMIT {PageSize}", after, newest))
            {
                while (reader.Next())
                {
                    page.Add(AuditRow.TryRead(reader) ?? throw AuditEventReader.Unreadable(session, reader.Number(0)));
                }
            }

            foreach (AuditRow row in page)
            {
                newest = row.Id - 1;
                yield return row;
            }
        }
        while (page.Count == PageSize);
    }

    /// <summary>What happened between a backup and its restore went with the store that was replaced.</summary>
    /// <exception cref="PermConflictException"><c>AsOfErased</c>.</exception>
    private static void CheckRestored(in AuditRow row, long last, DateTimeOffset moment)
    {
        bool isLast = row.Id == last + 1;
        EventPart replaced = EventPart.Parse(row.Before);
        bool isSame = replaced.Number("LastId") is { } id && id == last;
        if (isLast && !isSame)
        {
            throw new PermConflictException(
                ErrorId.AsOfErased,
                string.Create(CultureInfo.InvariantCulture, $"The state of {UtcTime.ToText(UtcTime.ToStored(moment))} cannot be told: the store was replaced with a backup at {UtcTime.ToText(row.At)}, and what happened between that backup and then went with the store of then."),
                moment);
        }
    }
}
