using System.Text.RegularExpressions;
using NpgsqlTypes;

namespace PermModule.Storage.Postgres;

/// <summary>
/// The schema as PostgreSQL takes it: the scripts of SQLite with the types mapped, so that a change of them is a change of both.
/// All numbers are BIGINT, as SQLite keeps them; all text compares by its bytes, as there.
/// </summary>
internal static partial class PostgresSchema
{
    /// <summary>The table of this engine alone: its one row holds the version, and is locked by the first statement of every write.</summary>
    public const string Head = "store_head";

    /// <summary>Every version this module knows; the last is the one it writes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. StoreSchema.All.Select((script, place) => Translate(script, place))];

    /// <summary>The tables in the order in which they refer to each other, without that of this engine.</summary>
    public static IReadOnlyList<string> Data { get; } = [.. TablesOf(StoreSchema.All)];

    /// <summary>All tables.</summary>
    public static IReadOnlyList<string> Tables { get; } = [.. Data, Head];

    private static readonly Dictionary<string, int> Ranks = Data.Select((table, rank) => (table, rank)).ToDictionary(pair => pair.table, pair => pair.rank, StringComparer.Ordinal);

    private static readonly Dictionary<string, NpgsqlDbType> Types = Columns(StoreSchema.All).Select(column => column.Split(' ')).ToDictionary(
        parts => parts[0],
        parts => parts[1] switch { "bigint" => NpgsqlDbType.Bigint, "bytea" => NpgsqlDbType.Bytea, _ => NpgsqlDbType.Text },
        StringComparer.Ordinal);

    /// <summary>The references between tables: table, column, and the table that it refers to.</summary>
    public static IReadOnlyList<(string Table, string Column, string Parent)> References { get; } =
    [
        .. from script in StoreSchema.All
           from Match table in Table().Matches(script)
           from Match reference in Reference().Matches(table.Groups["columns"].Value)
           select (table.Groups["name"].Value, reference.Groups["column"].Value, reference.Groups["parent"].Value),
    ];

    /// <summary>The tables that scripts make.</summary>
    public static IEnumerable<string> TablesOf(IReadOnlyList<string> scripts) => scripts.SelectMany(script => TableName().Matches(script)).Select(match => match.Groups["name"].Value);

    /// <summary>Where a table is in the order in which tables refer to each other.</summary>
    public static int RankOf(string table) => Ranks.GetValueOrDefault(table);

    /// <summary>The type of a column, or null where there is none of that name.</summary>
    public static NpgsqlDbType? TypeOf(string table, string column) => Types.TryGetValue($"{table}.{column}", out NpgsqlDbType type) ? type : null;

    /// <summary>The columns of a store of a version, as <c>table.column type</c>.</summary>
    public static IReadOnlyList<string> Columns(IReadOnlyList<string> scripts) =>
    [
        .. from script in scripts
           from Match table in Table().Matches(script)
           from Match column in Column().Matches(table.Groups["columns"].Value)
           select $"{table.Groups["name"].Value}.{column.Groups["name"].Value} {TypeName(column.Groups["type"].Value)}",
        .. from script in scripts
           from Match column in Added().Matches(script)
           select $"{column.Groups["table"].Value}.{column.Groups["name"].Value} {TypeName(column.Groups["type"].Value)}",
    ];

    /// <summary>The indexes and references of a store of a version, under the names that the server gives those without one.</summary>
    public static IReadOnlyList<string> Keys(IReadOnlyList<string> scripts)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (string script in scripts)
        {
            foreach (Match table in Table().Matches(script))
            {
                (string name, string columns) = (table.Groups["name"].Value, table.Groups["columns"].Value);
                keys.UnionWith(columns.Contains(" PRIMARY KEY", StringComparison.Ordinal) ? [$"unique index {name}_pkey"] : Array.Empty<string>());
                keys.UnionWith(UniqueColumn().Matches(columns).Select(column => $"unique index {name}_{column.Groups["column"].Value}_key"));
                keys.UnionWith(Reference().Matches(columns).Select(column => $"reference {name}_{column.Groups["column"].Value}_fkey"));
            }

            foreach (Match index in Index().Matches(script))
            {
                string name = index.Groups["name"].Value;
                if (index.Groups["drop"].Success)
                {
                    keys.ExceptWith([$"index {name}", $"unique index {name}"]);
                }
                else
                {
                    keys.Add((index.Groups["unique"].Success ? "unique index " : "index ") + name);
                }
            }
        }

        return [.. keys];
    }

    /// <summary>The tables of a version in the order in which they refer to each other, with their columns.</summary>
    public static IReadOnlyList<(string Table, IReadOnlyList<string> Columns)> Layout(int version) =>
    [
        .. Columns([.. StoreSchema.All.Take(version)])
            .Select(column => column.Split('.', ' '))
            .GroupBy(parts => parts[0], parts => parts[1], StringComparer.Ordinal)
            .Select(table => (table.Key, (IReadOnlyList<string>)[.. table])),
    ];

    /// <summary>A script of SQLite as PostgreSQL takes it; the first one also makes the head row.</summary>
    public static string Translate(string script, int place)
    {
        string translated = TranslateTypes(script);
        return place > 0
            ? translated
            : translated + $"""


            CREATE TABLE {Head} (
                id BIGINT PRIMARY KEY CHECK (id = 1),
                schema_version BIGINT NOT NULL
            ) WITH (fillfactor = 50);

            INSERT INTO {Head} (id, schema_version) VALUES (1, 0);
            """;
    }

    /// <summary>Statements of SQLite with the types of PostgreSQL.</summary>
    public static string TranslateTypes(string script) => script
        .Replace(" WITHOUT ROWID", "", StringComparison.Ordinal)
        .Replace(" INTEGER", " BIGINT", StringComparison.Ordinal)
        .Replace(" BLOB", " BYTEA", StringComparison.Ordinal)
        .Replace(" TEXT", " TEXT COLLATE \"C\"", StringComparison.Ordinal);

    private static string TypeName(string type) => type.ToUpperInvariant() switch
    {
        "INTEGER" or "BIGINT" => "bigint",
        "BLOB" or "BYTEA" => "bytea",
        _ => "text",
    };

    [GeneratedRegex(@"CREATE TABLE (?<name>\w+) \((?<columns>.*?)\n\s*\)", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Table();

    [GeneratedRegex(@"CREATE TABLE (?<name>\w+)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex TableName();

    [GeneratedRegex(@"^\s+(?<name>[a-z_]+) (?<type>INTEGER|TEXT|BLOB|BIGINT|BYTEA)\b", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Column();

    [GeneratedRegex(@"ALTER TABLE (?<table>\w+) ADD COLUMN (?<name>\w+) (?<type>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Added();

    [GeneratedRegex(@"^\s+(?<column>[a-z_]+) [^,\n]*\bUNIQUE\b", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex UniqueColumn();

    [GeneratedRegex(@"((?<drop>DROP)|CREATE)( (?<unique>UNIQUE))? INDEX (?<name>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Index();

    [GeneratedRegex(@"^\s+(?<column>[a-z_]+) (INTEGER|BIGINT)\b[^,\n]* REFERENCES (?<parent>\w+) \(id\)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Reference();
}
