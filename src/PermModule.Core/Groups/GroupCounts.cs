namespace PermModule;

/// <summary>How many members the groups gained and lost in the change in hand; the counters are written once for each group.</summary>
internal sealed class GroupCounts(StoreSession session) : IScopePart
{
    private readonly Dictionary<long, long> _changes = [];

    public void Add(long group, long change) => _changes[group] = _changes.GetValueOrDefault(group) + change;

    /// <summary>Writes the counters that moved.</summary>
    public void Complete()
    {
        foreach ((long group, long change) in _changes.Where(pair => pair.Value != 0))
        {
            session.Send("UPDATE user_groups SET member_count = member_count + $1 WHERE id = $2", change, group);
        }

        _changes.Clear();
    }
}
