using System.Text.RegularExpressions;
using NpgsqlTypes;

namespace PermModule.Storage.Postgres;

/// <summary>The text of a change, and, where it puts in or changes one row by its id, the text that does so for many rows given as arrays.</summary>
internal sealed partial class PostgresChange
{
    private PostgresChange(string sql, string table)
    {
        Sql = sql;
        BulkSql = sql;
        Table = table.Length == 0 ? "" : $".{table}";
    }

    /// <summary>The text for one row, as the server takes it.</summary>
    public string Sql { get; }

    /// <summary>The text for many rows.</summary>
    public string BulkSql { get; private init; }

    /// <summary>The one table that is written, with the dot that is before it in a text; empty where there may be more, as with a removal that takes others along.</summary>
    public string Table { get; }

    /// <summary>Where the table is in the order in which tables refer to each other.</summary>
    public int Rank { get; private init; }

    /// <summary>True where many rows can go at once.</summary>
    public bool IsOfRows => Types.Count > 0;

    /// <summary>True for a change of a row that is there, whose id is the last parameter.</summary>
    public bool IsUpdate { get; private init; }

    /// <summary>The columns that are written.</summary>
    private IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The types of the parameters.</summary>
    public IReadOnlyList<NpgsqlDbType> Types { get; private init; } = [];

    /// <summary>Reads a text.</summary>
    /// <param name="sql">The text with unqualified tables.</param>
    /// <param name="text">Qualifies it.</param>
    public static PostgresChange Parse(string sql, PostgresText text)
    {
        string qualified = text.Qualify(sql);
        if (Insert().Match(sql) is { Success: true } insert)
        {
            return OfRows(qualified, insert.Groups["table"].Value, Split(insert.Groups["columns"].Value), Split(insert.Groups["values"].Value), isUpdate: false, text);
        }

        if (Update().Match(sql) is { Success: true } update)
        {
            string[][] sets = [.. Split(update.Groups["sets"].Value).Select(set => set.Split(" = "))];

            // Keys are unique, and a statement checks them row by row in no order that is known: a key that one row gives up may be wanted by another.
            return Array.Exists(sets, set => set[0].EndsWith("_key", StringComparison.Ordinal)) ? new PostgresChange(qualified, update.Groups["table"].Value) : OfRows(qualified, update.Groups["table"].Value, [.. sets.Select(set => set[0]), "id"], [.. sets.Select(set => set[1]), update.Groups["id"].Value], isUpdate: true, text);
        }

        // What refers to a removed row may go with it.
        string written = Written().Match(sql).Groups["table"].Value;
        bool takesAlong = sql.TrimStart().StartsWith("DELETE", StringComparison.Ordinal) && PostgresSchema.References.Any(reference => reference.Parent == written);
        return new PostgresChange(qualified, takesAlong ? "" : written);
    }

    /// <summary>True where it comes to the same whichever of two changes of rows is made first, but for what refers to what.</summary>
    public bool CanPass(PostgresChange other) => Table != other.Table || (IsUpdate && other.IsUpdate && !Columns.Intersect(other.Columns, StringComparer.Ordinal).Any());

    private static PostgresChange OfRows(string sql, string table, string[] columns, string[] parameters, bool isUpdate, PostgresText text)
    {
        NpgsqlDbType?[] types = Array.ConvertAll(columns, column => PostgresSchema.TypeOf(table, column));
        bool isPlain = parameters.Select((parameter, place) => parameter == $"${place + 1}").All(isNext => isNext) && Array.TrueForAll(types, type => type is not null);
        if (!isPlain)
        {
            return new PostgresChange(sql, table);
        }

        string arrays = string.Join(", ", parameters);
        string bulk = isUpdate
            ? $"UPDATE {table} SET {string.Join(", ", columns[..^1].Select(column => $"{column} = given.{column}"))} FROM unnest({arrays}) AS given ({string.Join(", ", columns)}) WHERE {text.SchemaOf(table)}.{table}.id = given.id"
            : $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT * FROM unnest({arrays})";
        return new PostgresChange(sql, table)
        {
            BulkSql = text.Qualify(bulk),
            Rank = PostgresSchema.RankOf(table),
            IsUpdate = isUpdate,
            Columns = isUpdate ? columns[..^1] : columns,
            Types = [.. types.Select(type => type!.Value)],
        };
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^\s*INSERT INTO (?<table>\w+)\s*\((?<columns>[\w,\s]+)\)\s*VALUES \((?<values>[\$\d,\s]+)\)\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Insert();

    [GeneratedRegex(@"^\s*(INSERT INTO|UPDATE|DELETE FROM) (?<table>\w+)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Written();

    [GeneratedRegex(@"^\s*UPDATE (?<table>\w+) SET (?<sets>\w+ = \$\d+(, \w+ = \$\d+)*) WHERE id = (?<id>\$\d+)\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Update();
}
