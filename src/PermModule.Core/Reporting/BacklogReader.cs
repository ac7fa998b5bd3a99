namespace PermModule.Reporting;

/// <summary>Sorts the requests that wait by kind and age.</summary>
internal static class BacklogReader
{
    private static readonly WaitingRoomKind[] Kinds = Enum.GetValues<WaitingRoomKind>();

    private static readonly (string Name, int Days)[] Ages = [("Under 1 day", 1), ("1 to 3 days", 3), ("3 to 7 days", 7), ("7 to 30 days", 30), ("30 days and more", int.MaxValue)];

    public static ReportBacklog Read(StoreSession session, int pendingForDays)
    {
        DateTimeOffset now = session.Time.GetUtcNow();
        long[][] counts = [.. Kinds.Select(_ => new long[Ages.Length])];
        long? oldest = null;
        long stale = 0;
        foreach ((WaitingRoomKind kind, long submitted) in session.Rows<(WaitingRoomKind, long)>("SELECT kind, submitted_at FROM waiting_items WHERE pending_count > 0"))
        {
            double days = (now - UtcTime.FromStored(submitted)).TotalDays;
            counts[Array.IndexOf(Kinds, kind)][Array.FindIndex(Ages, age => days < age.Days)]++;
            oldest = Math.Min(oldest ?? submitted, submitted);
            stale += days >= pendingForDays ? 1 : 0;
        }

        return new ReportBacklog
        {
            Ages = [.. Ages.Select(age => age.Name)],
            Kinds = [.. Kinds.Zip(counts, (kind, ofKind) => new ReportBacklogKind(kind, ofKind))],
            OldestAt = oldest is { } at ? UtcTime.FromStored(at) : null,
            PendingForDays = pendingForDays,
            Stale = stale,
        };
    }
}
