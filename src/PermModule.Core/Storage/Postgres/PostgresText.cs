using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace PermModule.Storage.Postgres;

/// <summary>
/// Puts the schema before every table of a text. A search path would be a state of the connection, which a pooler hands to the next client
/// and which lets somebody else's table of the same name come first.
/// </summary>
/// <param name="schema">The schema of the store, as a statement names it.</param>
/// <param name="hidden">The tables that a past state of the store is before, in the temporary schema of the connection.</param>
/// <param name="scripts">The scripts of the schema, or null for those of this module.</param>
internal sealed class PostgresText(string schema, IReadOnlySet<string>? hidden = null, IReadOnlyList<string>? scripts = null)
{
    private const string Temporary = "pg_temp";

    private static readonly Regex Tables = Names(PostgresSchema.Tables, RegexOptions.Compiled);

    private readonly Regex _tables = scripts is null ? Tables : Names(PostgresSchema.TablesOf(scripts), RegexOptions.None);
    private readonly ConcurrentDictionary<string, PostgresChange> _changes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>The text with its tables qualified.</summary>
    public string Qualify(string sql) => _texts.GetOrAdd(sql, text => _tables.Replace(text, name => $"{name.Groups["word"].Value} {SchemaOf(name.Groups["name"].Value)}.{name.Groups["name"].Value}"));

    // The texts are the module's own: what takes long is a machine that is busy with others.
    private static Regex Names(IEnumerable<string> tables, RegexOptions options) => new(
        $@"\b(?:(?<word>FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|ON)\s+(?<name>{string.Join('|', tables)})\b(?!\s*\.)|(?<word>DROP\s+INDEX)\s+(?<name>\w+))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | options,
        Timeout.InfiniteTimeSpan);

    /// <summary>The change that a text is.</summary>
    public PostgresChange Change(string sql) => _changes.GetOrAdd(sql, text => PostgresChange.Parse(text, this));

    /// <summary>The schema that a table is read from.</summary>
    public string SchemaOf(string table) => hidden?.Contains(table) == true ? Temporary : schema;
}
