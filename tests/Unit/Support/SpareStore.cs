using Npgsql;
using PermModule.Storage.Postgres;

namespace PermModule.Unit;

/// <summary>A store on the server with the rows that it was made with.</summary>
public sealed class SpareStore
{
    private readonly (string Table, string Rows)[] _rows;
    private readonly string _clear;

    /// <param name="url">The address of a store that was just made.</param>
    public SpareStore(string url)
    {
        Url = url;
        string schema = PostgresServer.SchemaOf(url);
        string[] tables = [.. PostgresSchema.Tables.Select(table => $"{schema}.{table}")];
        _clear = $"SET lock_timeout = '2s'; {string.Concat(tables.Reverse().Select(table => $"DELETE FROM {table};"))}";
        using NpgsqlConnection connection = PostgresServer.Maintain();
        _rows = [.. tables.Select(table => (table, Read(connection, table))).Where(read => read.Item2.Length > 0)];
    }

    /// <summary>The address of the store.</summary>
    public string Url { get; }

    /// <summary>Puts back the rows of the beginning; false where the store is not free, or not as it was made.</summary>
    public bool TryReset()
    {
        try
        {
            using NpgsqlConnection connection = PostgresServer.Maintain();
            using NpgsqlTransaction transaction = connection.BeginTransaction();
            using NpgsqlCommand clear = new(_clear, connection);
            clear.ExecuteNonQuery();
            foreach ((string table, string rows) in _rows)
            {
                using TextWriter writer = connection.BeginTextImport($"COPY {table} FROM STDIN");
                writer.Write(rows);
            }

            transaction.Commit();
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }

    private static string Read(NpgsqlConnection connection, string table)
    {
        using TextReader reader = connection.BeginTextExport($"COPY {table} TO STDOUT");
        return reader.ReadToEnd();
    }
}
