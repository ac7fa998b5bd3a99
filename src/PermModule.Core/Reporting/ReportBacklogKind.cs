namespace PermModule;

/// <summary>Requests of one kind that wait.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Counts">How many of each age, in the order of the ages.</param>
public sealed record ReportBacklogKind(WaitingRoomKind Kind, IReadOnlyList<long> Counts)
{
    /// <summary>All of them.</summary>
    public long Total => Counts.Sum();
}
