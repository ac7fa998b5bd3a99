using System.Globalization;

namespace PermModule;

/// <summary>A past moment in the trail of a store, and the events since, over which its state is worked out backwards.</summary>
internal sealed class PastMoment
{
    private const int PageSize = Batching.Page;

    private readonly StoreSession _session;
    private readonly DateTimeOffset _time;

    private readonly long _newest;
    private long? _last;

    private PastMoment(StoreSession session, DateTimeOffset time, long newest)
    {
        _session = session;
        _time = time;
        _newest = newest;
    }

    /// <summary>The moment, in stored form.</summary>
    public long At => UtcTime.ToStored(_time);

    /// <summary>The newest event of then, which is looked for at its first use.</summary>
    public long Last => _last ??= AuditEventReader.FirstAt(_session, At + 1, _newest) - 1;

    /// <summary>Finds a moment in the trail; that of the newest event or later is now.</summary>
    /// <param name="session">A session that reads one state of the store.</param>
    /// <param name="now">The time now.</param>
    /// <param name="moment">The moment.</param>
    /// <exception cref="PermInvalidInputException"><c>AsOfTooEarly</c>, <c>AsOfInFuture</c>.</exception>
    public static PastMoment Find(StoreSession session, DateTimeOffset now, DateTimeOffset moment)
    {
        long at = UtcTime.ToStored(moment);
        StoreHead head = session.Head();
        if (at > Math.Max(UtcTime.ToStored(now), head.LastAt))
        {
            throw new PermInvalidInputException(ErrorId.AsOfInFuture, $"{UtcTime.ToText(at)} is in the future; a state is known up to now.", moment);
        }

        long? first = session.Scalar("SELECT at FROM audit_events ORDER BY id LIMIT 1");
        if (!(first <= at))
        {
            string began = first is { } time ? $"its first event is of {UtcTime.ToText(time)}" : "it has no event";
            throw new PermInvalidInputException(ErrorId.AsOfTooEarly, $"{UtcTime.ToText(at)} is before the trail of '{session.Path}' began: {began}.", moment);
        }

        return new PastMoment(session, moment, head.LastId);
    }

    /// <summary>Goes back over all events since.</summary>
    /// <param name="state">The state.</param>
    /// <param name="progress">Told which share of them is done.</param>
    /// <exception cref="PermException"><c>AsOfErased</c>: the trail does not tell the state of then.</exception>
    public void GoBack(PastState state, Action<double> progress) => GoBack(state, Backwards(progress));

    /// <summary>Goes back over the events since that one user's state depends on: those of the user, and those of what all users share.</summary>
    /// <param name="state">The state.</param>
    /// <param name="userId">The user.</param>
    /// <returns>False where the store was migrated from the first form of events since, which names users by names that may have been exchanged.</returns>
    /// <exception cref="PermException"><c>AsOfErased</c>: the trail does not tell the state of then.</exception>
    public bool TryGoBack(PastState state, long userId)
    {
        List<AuditRow> shared = EventTrail.Shared(_session, At);
        if (shared.Exists(row => row.Action == AuditAction.StoreMigrated))
        {
            return false;
        }

        GoBack(state, shared.Concat(EventTrail.Since(_session, userId, At)).DistinctBy(row => row.Id).OrderByDescending(row => row.Id));
        return true;
    }

    private void GoBack(PastState state, IEnumerable<AuditRow> events)
    {
        foreach (AuditRow row in events)
        {
            if (row.Action == AuditAction.StoreRestored)
            {
                CheckRestored(row);
            }

            StepBack.Over(_session, row, state);
        }
    }

    /// <summary>The events since, the newest first.</summary>
    private IEnumerable<AuditRow> Backwards(Action<double> progress)
    {
        long newest = _newest;
        List<AuditRow> page = [];
        do
        {
            _session.ThrowIfCancelled();
            progress((double)(_newest - newest) / Math.Max(1, _newest - Last));
            page.Clear();
            using (Statement reader = _session.Query($"SELECT {AuditRow.Columns} FROM audit_events WHERE id > $1 AND id <= $2 ORDER BY id DESC LIMIT {PageSize}", Last, newest))
            {
                while (reader.Next())
                {
                    page.Add(AuditRow.TryRead(reader) ?? throw AuditEventReader.Unreadable(_session, reader.Number(0)));
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
    private void CheckRestored(in AuditRow row)
    {
        bool isSame = EventTrail.Understood(_session, row, static row => EventPart.Parse(row.Before).Number("LastId")) == Last;
        if (row.Id == Last + 1 && !isSame)
        {
            throw new PermConflictException(
                ErrorId.AsOfErased,
                string.Create(CultureInfo.InvariantCulture, $"The state of {UtcTime.ToText(UtcTime.ToStored(_time))} cannot be told: the store was replaced with a backup at {UtcTime.ToText(row.At)}, and what happened between that backup and then went with the store of then."),
                _time);
        }
    }
}
