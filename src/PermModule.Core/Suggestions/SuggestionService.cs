using System.Diagnostics;
using Microsoft.Data.Sqlite;
using PermModule.Storage;

namespace PermModule;

/// <summary>Names that a person who types may mean, where finding them all would take too long.</summary>
public sealed class SuggestionService
{
    private readonly StoreSession _session;

    internal SuggestionService(StoreSession session) => _session = session;

    /// <summary>Departments that start with a text, in alphabetical order; those met within the time.</summary>
    /// <param name="start">What they start with, without regard to case; empty for any.</param>
    /// <param name="patience">How long to look.</param>
    public IReadOnlyList<string> Departments(string start, TimeSpan patience) => Distinct("SELECT department FROM users WHERE department IS NOT NULL", start, patience);

    /// <summary>Locations that start with a text, in alphabetical order; those met within the time.</summary>
    /// <param name="start">What they start with, without regard to case; empty for any.</param>
    /// <param name="patience">How long to look.</param>
    public IReadOnlyList<string> Locations(string start, TimeSpan patience) => Distinct("SELECT location FROM users WHERE location IS NOT NULL", start, patience);

    /// <summary>Assets that wait for a decision, each once, in alphabetical order.</summary>
    /// <param name="start">What their names start with, without regard to case; empty for any.</param>
    /// <param name="first">How many at most, 1 or more.</param>
    public IReadOnlyList<string> WaitingAssets(string start, int first) => _session.Read(() =>
    {
        string key = NameKey.Fold(start);
        const string sql = """
            SELECT MIN(asset) FROM waiting_assets WHERE asset_key >= @key AND asset_key < @end AND state = 0
            GROUP BY asset_key ORDER BY asset_key LIMIT @first
            """;
        return _session.Rows<string>(sql, new { key, end = NameKey.EndOf(key), first });
    });

    // There are few of them and they need no index, which every new user would pay for: the first rows hold nearly all.
    private List<string> Distinct(string sql, string start, TimeSpan patience) => _session.Read(() =>
    {
        long begin = Stopwatch.GetTimestamp();
        string key = NameKey.Fold(start);
        HashSet<string> met = new(StringComparer.Ordinal);
        using (SqliteDataReader reader = _session.Query(sql))
        {
            while (reader.Read() && Stopwatch.GetElapsedTime(begin) < patience)
            {
                met.Add(reader.GetString(0));
            }
        }

        return met.Where(name => NameKey.Fold(name).StartsWith(key, StringComparison.Ordinal)).Order(StringComparer.OrdinalIgnoreCase).ToList();
    });
}
