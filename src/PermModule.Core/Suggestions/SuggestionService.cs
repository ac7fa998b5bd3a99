
namespace PermModule;

/// <summary>Names that a person who types may mean, where finding them all would take too long.</summary>
public sealed class SuggestionService
{
    /// <summary>How many users one look takes in, on average.</summary>
    private const int Block = 1_000;

    private readonly StoreSession _session;

    internal SuggestionService(StoreSession session) => _session = session;

    /// <summary>Departments that start with a text, in alphabetical order; those met within the time.</summary>
    /// <param name="start">What they start with, without regard to case; empty for any.</param>
    /// <param name="patience">How long to look.</param>
    public IReadOnlyList<string> Departments(string start, TimeSpan patience) => Distinct("SELECT department FROM users WHERE id >= $1 AND id < $2 AND department IS NOT NULL", start, patience);

    /// <summary>Locations that start with a text, in alphabetical order; those met within the time.</summary>
    /// <param name="start">What they start with, without regard to case; empty for any.</param>
    /// <param name="patience">How long to look.</param>
    public IReadOnlyList<string> Locations(string start, TimeSpan patience) => Distinct("SELECT location FROM users WHERE id >= $1 AND id < $2 AND location IS NOT NULL", start, patience);

    /// <summary>Assets that wait for a decision, each once, in alphabetical order; those met within the time, the newest requests first.</summary>
    /// <param name="start">What their names start with, without regard to case; empty for any.</param>
    /// <param name="patience">How long to look.</param>
    public IReadOnlyList<string> WaitingAssets(string start, TimeSpan patience) => _session.Read(() =>
    {
        long begin = _session.Time.GetTimestamp();
        string key = NameKey.Fold(start);

        // By way of the open requests: the assets that were ever asked for are many times as many as those that wait.
        const string sql = """
            SELECT a.asset_key, a.asset FROM waiting_items i CROSS JOIN waiting_assets a
            WHERE i.pending_count > 0 AND a.item_id = i.id AND a.state = 0 AND a.asset_key >= $1 AND a.asset_key < $2
            ORDER BY i.submitted_at DESC
            """;
        using Statement reader = _session.Query(sql, key, NameKey.EndOf(key));
        Dictionary<string, string> met = new(StringComparer.Ordinal);
        while (reader.Next() && _session.Time.GetElapsedTime(begin) < patience)
        {
            met.TryAdd(reader.Text(0)!, reader.Text(1)!);
        }

        return met.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).ToList();
    });

    // They need no index, which every new user would pay for: the users of a few places all over the table know nearly all.
    private List<string> Distinct(string sql, string start, TimeSpan patience) => _session.Read(() =>
    {
        long begin = _session.Time.GetTimestamp();
        string key = NameKey.Fold(start);
        HashSet<string> met = new(StringComparer.Ordinal);
        bool IsTime() => _session.Time.GetElapsedTime(begin) < patience;
        foreach ((long first, long end) in Blocks().TakeWhile(_ => IsTime()))
        {
            using Statement reader = _session.Query(sql, first, end);
            while (reader.Next() && IsTime())
            {
                met.Add(reader.Text(0)!);
            }
        }

        return met.Where(name => NameKey.Fold(name).StartsWith(key, StringComparison.Ordinal)).Order(StringComparer.OrdinalIgnoreCase).ToList();
    });

    /// <summary>Ranges of ids that together hold every user, in an order that crosses the table many times, a little further on each time.</summary>
    private IEnumerable<(long First, long End)> Blocks()
    {
        long least = _session.Scalar("SELECT MIN(id) FROM users") ?? 0;
        long end = (_session.Scalar("SELECT MAX(id) FROM users") ?? 0) + 1;
        long blocks = ((_session.Scalar("SELECT CAST(SUM(active_users + inactive_users) AS BIGINT) FROM profiles") ?? 0) / Block) + 1;
        long width = ((end - least) / blocks) + 1;
        long stride = (long)Math.Sqrt(blocks) + 1;
        for (long offset = 0; offset < stride; offset++)
        {
            for (long block = offset; block < blocks; block += stride)
            {
                long first = least + (block * width);
                yield return (first, first + width);
            }
        }
    }
}
