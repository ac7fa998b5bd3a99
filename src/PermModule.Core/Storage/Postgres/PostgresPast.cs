using System.Text.RegularExpressions;

namespace PermModule.Storage.Postgres;

/// <summary>
/// The temporary tables and views of one connection that show a past state of a store: those of SQLite with the types mapped, so that both engines show the same past.
/// </summary>
internal static partial class PostgresPast
{
    /// <summary>The tables of a store that others take the place of.</summary>
    public static IReadOnlySet<string> Hidden { get; } = Objects().Matches(PastSchema.Script(0, 0)).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>The statements that make the temporary tables and views.</summary>
    /// <param name="schema">The schema of the store, as a statement names it.</param>
    /// <param name="lastEvent">The newest event of then.</param>
    /// <param name="moment">The moment, in stored form.</param>
    public static string Script(string schema, long lastEvent, long moment) =>
        PostgresSchema.TranslateTypes(PastSchema.Script(lastEvent, moment))
            .Replace("INDEX temp.", "INDEX ", StringComparison.Ordinal)
            .Replace(" main.", $" {schema}.", StringComparison.Ordinal);

    [GeneratedRegex(@"CREATE TEMP (TABLE|VIEW) (?<name>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Objects();
}
