using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace PermModule.Storage.Postgres;

/// <summary>Where a store is on a server, and how it is reached: read from a connection string that holds no password.</summary>
internal sealed partial class PostgresAddress
{
    /// <summary>The schema of a store whose address names none.</summary>
    public const string DefaultSchema = "permmodule";

    private const int DefaultPort = 5432;

    private const string Utf8 = "UTF8";

    private PostgresAddress(NpgsqlConnectionStringBuilder settings, string schema, TargetSessionAttributes? kind)
    {
        Settings = settings;
        Schema = schema;
        Kind = kind;
        Location = $"{ServerOf(settings)}/{settings.Database}/{schema}";
    }

    /// <summary>The settings of the driver, without a password.</summary>
    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>The schema that holds the store.</summary>
    public string Schema { get; }

    /// <summary>The schema as a statement names it, which may be a word of the language.</summary>
    public string QuotedSchema => $"\"{Schema}\"";

    /// <summary>Server, database and schema, as messages name the store.</summary>
    public string Location { get; }

    /// <summary>True where the server is reached through a file of this machine, which nobody can listen in on.</summary>
    public bool IsSocket => IsPath(Settings.Host!);

    /// <summary>True where the first host that answers, and is of the kind that is looked for, is taken.</summary>
    public bool IsSearched => Settings.Host!.Contains(',', StringComparison.Ordinal) || Kind is not null;

    /// <summary>The kind of server that is looked for, where the address says so.</summary>
    public TargetSessionAttributes? Kind { get; }

    /// <summary>True where the identity of the server is verified, or need not be.</summary>
    public bool IsVerified => IsSocket || Settings.SslMode == SslMode.VerifyFull;

    /// <summary>Reads a URL <c>postgresql://user@host:port/database?schema=name</c>, or <c>Host=…;…</c>.</summary>
    /// <exception cref="PermInvalidInputException"><c>PasswordInConnectionString</c>, <c>InvalidConnectionString</c>.</exception>
    public static PostgresAddress Parse(string text)
    {
        Dictionary<string, string> words = PostgresAddressText.Read(text.Trim());
        words.Remove("schema", out string? schema);
        TargetSessionAttributes? kind = words.Remove(PostgresAddressText.KindWord, out string? wanted) ? ReadKind(wanted) : null;
        schema = string.IsNullOrEmpty(schema) ? DefaultSchema : schema;
        if (!SchemaName().IsMatch(schema) || schema.StartsWith("pg_", StringComparison.Ordinal))
        {
            throw PostgresAddressText.Invalid($"The schema '{TextRules.Cut(schema)}' is not 1 to 63 lower-case letters, digits and '_', starting with a letter and not with 'pg_'.");
        }

        return new PostgresAddress(Complete(words), schema, kind);
    }

    private static TargetSessionAttributes ReadKind(string wanted) =>
        Enum.TryParse(wanted.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out TargetSessionAttributes kind) && Enum.IsDefined(kind)
            ? kind
            : throw PostgresAddressText.Invalid($"The connection string looks for servers that are '{TextRules.Cut(wanted)}', which is none of any, read-write, read-only, primary, standby, prefer-primary, prefer-standby.");

    private static NpgsqlConnectionStringBuilder Complete(Dictionary<string, string> words)
    {
        NpgsqlConnectionStringBuilder settings = new() { Port = DefaultPort };
        foreach ((string word, string value) in words)
        {
            try
            {
                settings[word] = value;
            }
            catch (Exception error) when (error is ArgumentException or FormatException or OverflowException or InvalidCastException)
            {
                throw PostgresAddressText.Invalid($"The connection string says '{TextRules.Cut(word)}{(IsKnown(settings, word) ? $"={TextRules.Cut(value)}" : "")}', which the driver does not take.");
            }
        }

        if (settings.Password is not null || settings.SslPassword is not null)
        {
            throw PostgresAddressText.HoldsPassword();
        }

        if (string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database))
        {
            throw PostgresAddressText.Invalid("The connection string names no host or no database.");
        }

        if (settings.Host.Split(',').Select(host => IsPath(host.Trim())).Distinct().Count() > 1)
        {
            throw PostgresAddressText.Invalid("The connection string names a socket and another host. A socket is not encrypted, and another host is not to go without; name the hosts of one kind.");
        }

        bool isSocket = IsPath(settings.Host);
        if (!words.ContainsKey("SSL Mode"))
        {
            settings.SslMode = isSocket ? SslMode.Disable : SslMode.VerifyFull;
        }

        settings.ApplicationName ??= "PermModule";

        // The environment can name another encoding for the driver. Then one side would take the bytes of the other for other characters.
        settings.ClientEncoding = Utf8;
        settings.Encoding = Utf8;
        settings.Pooling = false;
        if (!words.ContainsKey("Max Auto Prepare"))
        {
            settings.MaxAutoPrepare = 100;
        }

        settings.AutoPrepareMinUsages = 2;
        settings.CommandTimeout = 0;
        if (!isSocket)
        {
            settings.TcpKeepAlive = true;
            settings.TcpKeepAliveTime = 30;
            settings.TcpKeepAliveInterval = 10;
        }

        return settings;
    }

    /// <summary>The server, so that no two have one name: the folder of a socket, or the hosts, and the port where it is not the usual one.</summary>
    private static string ServerOf(NpgsqlConnectionStringBuilder settings)
    {
        string host = settings.Host!;
        bool isSocket = IsPath(host);
        string server = isSocket ? $"socket:{host.TrimEnd('/')}" : host;
        bool hasPorts = !isSocket && host.Split(',').All(name => name[(name.LastIndexOf(']') + 1)..].Contains(':', StringComparison.Ordinal));
        return settings.Port == DefaultPort || hasPorts ? server : string.Create(CultureInfo.InvariantCulture, $"{server}:{settings.Port}");
    }

    /// <summary>True for the folder of a socket, or one in the abstract name space.</summary>
    private static bool IsPath(string host) => host.StartsWith('/') || host.StartsWith('@');

    /// <summary>True for a word of the driver, whose value may be shown. Behind any other may be a password that was mistyped.</summary>
    private static bool IsKnown(NpgsqlConnectionStringBuilder settings, string word)
    {
        try
        {
            return settings.ContainsKey(word);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SchemaName();
}
