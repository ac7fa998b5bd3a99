using System.Collections.Concurrent;
using System.Globalization;
using SQLitePCL;

namespace PermModule.Storage.Sqlite;

/// <summary>
/// Compares the tables and indexes of a store with those of a new store of its version. Whatever else is in a file, a trigger, a view in place of a table,
/// a column that is computed, an index that is missing, would run or decide behind the back of this module.
/// </summary>
internal static class SchemaObjects
{
    private const string Query = "SELECT type, name, tbl_name, sql FROM sqlite_schema";

    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Expected = new(StringComparer.Ordinal);

    /// <summary>What is missing, changed or put in, object by object; empty for a store as it should be.</summary>
    /// <param name="link">The store.</param>
    /// <param name="version">The version of its schema.</param>
    public static IReadOnlyList<string> Differences(SqliteLink link, int version)
    {
        IReadOnlyDictionary<string, string> expected = Expected.GetOrAdd(string.Join(";\n", link.Schema.Take(version)), Lay);
        IReadOnlyDictionary<string, string> found = Read(link.Handle);
        return
        [
            .. expected.Keys.Except(found.Keys, StringComparer.Ordinal).Select(key => $"{key} is missing"),
            .. found.Keys.Except(expected.Keys, StringComparer.Ordinal).Select(key => $"{TextRules.Cut(key)} was put in"),
            .. expected.Where(pair => found.TryGetValue(pair.Key, out string? sql) && sql != pair.Value).Select(pair => $"{pair.Key} was changed"),

            // Names would sort, and be looked up from one to another, by other bytes.
            .. link.ReadText("PRAGMA encoding") is { } encoding and not "UTF-8" ? [$"text is stored as {TextRules.Cut(encoding)}"] : Array.Empty<string>(),
        ];
    }

    /// <summary>The columns that hold values of another type than was declared, which an index or a comparison passes over. For a store whose tables are as they should be.</summary>
    public static IReadOnlyList<string> OtherTypes(SqliteLink link)
    {
        List<string> found = [];
        foreach (string table in Texts(link, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"))
        {
            string[] columns = [.. Texts(link, $"SELECT name || ' ' || lower(type) FROM pragma_table_info('{table}') ORDER BY cid")];
            string[][] parts = [.. columns.Select(column => column.Split(' '))];
            string tests = string.Join(", ", parts.Select(part => $"COALESCE(SUM(typeof(\"{part[0]}\") NOT IN ('null', '{part[1]}')), 0)"));
            Statement counts = link.Prepare($"SELECT {tests} FROM \"{table}\"");
            try
            {
                counts.Next();
                found.AddRange(parts.Where((_, i) => counts.Number(i) > 0).Select(part => $"{table}.{part[0]} holds values that are not {part[1]}"));
            }
            finally
            {
                counts.Close();
            }
        }

        return found;
    }

    private static IReadOnlyDictionary<string, string> Lay(string scripts)
    {
        int code = raw.sqlite3_open(":memory:", out sqlite3 memory);
        using (memory)
        {
            code = code == raw.SQLITE_OK ? raw.sqlite3_exec(memory, scripts) : code;
            return code == raw.SQLITE_OK ? Read(memory) : throw SqliteErrors.Last(memory, code);
        }
    }

    /// <summary>The objects by kind, name and table, with their text. Those that SQLite keeps for ANALYZE are left out: only SQLite can make them.</summary>
    private static Dictionary<string, string> Read(sqlite3 connection)
    {
        Dictionary<string, string> objects = new(StringComparer.Ordinal);
        SqliteStatement row = new(connection, "", TimeSpan.FromSeconds(1), Query);
        try
        {
            while (row.Next())
            {
                (string? type, string? name, string? table) = (row.Text(0), row.Text(1), row.Text(2));
                if (type != "table" || name is null || !name.StartsWith("sqlite_stat", StringComparison.Ordinal))
                {
                    string key = type == "index" ? $"index {name} of {table}" : $"{type} {name}";
                    objects[key] = string.Join(' ', (row.Text(3) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) + (objects.ContainsKey(key) ? " (twice)" : "");
                }
            }
        }
        finally
        {
            row.Close();
        }

        return objects;
    }

    private static List<string> Texts(SqliteLink link, string sql)
    {
        List<string> texts = [];
        Statement row = link.Prepare(sql);
        try
        {
            while (row.Next())
            {
                texts.Add(row.Text(0)!);
            }
        }
        finally
        {
            row.Close();
        }

        return texts;
    }
}
