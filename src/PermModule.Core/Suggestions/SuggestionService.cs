
namespace PermModule;

/// <summary>Names that a person who types may mean, where finding them all would take too long.</summary>
public sealed class SuggestionService
{
    /// <summary>How many users one look takes in, on average.</summary>
    private const int Block = 1_000;

    /// <summary>How many names with one start are compared at most.</summary>
    private const int MostNames = 20_000;

    private const string FirstLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

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

    /// <summary>Job titles that start with a text, in alphabetical order; those met within the time.</summary>
    /// <param name="start">What they start with, without regard to case; empty for any.</param>
    /// <param name="patience">How long to look.</param>
    public IReadOnlyList<string> JobTitles(string start, TimeSpan patience) => Distinct("SELECT job_title FROM users WHERE id >= $1 AND id < $2 AND job_title IS NOT NULL", start, patience);

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

    /// <summary>The user name that somebody meant who mistyped one or two letters of it, or null. In a large store not every name is looked at.</summary>
    public string? UserLike(string typed) => _session.Read(() =>
    {
        if (NameKey.Possible(typed) is not { Length: >= 2 and <= NameKey.MaxLength + NameDistance.Most } key)
        {
            return null;
        }

        // The first letter is rarely the wrong one. If it is, the rest of the name is right.
        int first = TextRules.EndOfCharacter(key, 0);
        int second = TextRules.EndOfCharacter(key, first);
        string[] starts = [key[..first], key[..second], key[first..second]];
        IEnumerable<string> near = starts.Where(start => start.Length > 0).Distinct(StringComparer.Ordinal).SelectMany(start => _session.Rows<string>(
            "SELECT user_name FROM users WHERE user_name_key >= @start AND user_name_key < @end ORDER BY user_name_key LIMIT @MostNames",
            new { start, end = NameKey.EndOf(start), MostNames }));
        return NameDistance.Closest(typed, near.Concat(FirstLetters
            .SelectMany(letter => new[] { letter + key, letter + key[first..] })
            .SelectMany(name => _session.Rows<string>("SELECT user_name FROM users WHERE user_name_key = @name", new { name }))));
    });

    /// <summary>The profile that somebody meant who mistyped one or two letters of its name, or null.</summary>
    public string? ProfileLike(string typed) => NameDistance.Closest(typed, _session.Read(_session.Snapshot).Profiles.Select(profile => profile.Name));

    /// <summary>The group that somebody meant who mistyped one or two letters of its name, or null.</summary>
    public string? GroupLike(string typed) => _session.Read(() => NameDistance.Closest(typed, _session.Rows<string>("SELECT name FROM user_groups")));

    /// <summary>The right that somebody meant who mistyped one or two letters of its key, name or alias, or null.</summary>
    public static string? RightLike(string typed) => NameDistance.Closest(typed, RightCatalogue.Default.Rights.SelectMany(right => right.Alias.Append(right.Key).Append(right.Name)));

    /// <summary>The solution that somebody meant who mistyped one or two letters of its name, or null.</summary>
    public static string? SolutionLike(string typed) => NameDistance.Closest(typed, RightCatalogue.Default.Solutions.SelectMany(solution => new[] { solution.Name, solution.Alias }).OfType<string>());

    /// <summary>The category that somebody meant who mistyped one or two letters of its name, or null.</summary>
    public static string? CategoryLike(string typed) => NameDistance.Closest(typed, RightCatalogue.Default.Solutions.SelectMany(solution => solution.Categories));

    /// <summary>The audit rule that somebody meant who mistyped one or two letters of its name, or null.</summary>
    public static string? RuleLike(string typed) => NameDistance.Closest(typed, AuditService.GetRules(new AuditOptions()).Select(rule => rule.Name));

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

        return met.Where(name => NameKey.OfStored(name).StartsWith(key, StringComparison.Ordinal)).Order(StringComparer.OrdinalIgnoreCase).ToList();
    });

    /// <summary>Ranges of ids that together hold every user, in an order that crosses the table many times, a little further on each time.</summary>
    private IEnumerable<(long First, long End)> Blocks()
    {
        long least = _session.Scalar("SELECT MIN(id) FROM users") ?? 0;
        long end = (_session.Scalar("SELECT MAX(id) FROM users") ?? 0) + 1;
        long blocks = ((_session.Scalar(UserCount.All) ?? 0) / Block) + 1;
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
