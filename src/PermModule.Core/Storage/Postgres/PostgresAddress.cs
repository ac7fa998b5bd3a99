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

    private const string KindWord = "Target Session Attributes";

    /// <summary>The words of a URL, with those of the driver; what is not here is refused rather than ignored.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["passfile"] = "Passfile",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = KindWord,
        ["application_name"] = "Application Name",
        ["schema"] = "schema",
    };

    private PostgresAddress(NpgsqlConnectionStringBuilder settings, string schema, TargetSessionAttributes? kind)
    {
        Settings = settings;
        Schema = schema;
        Kind = kind;
        string host = IsSocket ? "socket" : settings.Host!;
        string port = IsSocket || settings.Port == DefaultPort || host.Contains(':', StringComparison.Ordinal) ? "" : string.Create(CultureInfo.InvariantCulture, $":{settings.Port}");
        Location = $"{host}{port}/{settings.Database}/{schema}";
    }

    /// <summary>The settings of the driver, without a password.</summary>
    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>The schema that holds the store.</summary>
    public string Schema { get; }

    /// <summary>Server, database and schema, as messages name the store.</summary>
    public string Location { get; }

    /// <summary>True where the server is reached through a file of this machine, which nobody can listen in on.</summary>
    public bool IsSocket => Settings.Host!.StartsWith('/');

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
        string trimmed = text.Trim();
        Dictionary<string, string> words = new(StringComparer.OrdinalIgnoreCase);
        if (StoreAddress.IsUrl(trimmed))
        {
            ReadUrl(trimmed, words);
        }
        else
        {
            ReadPairs(trimmed, words);
        }

        words.Remove("schema", out string? schema);
        TargetSessionAttributes? kind = words.Remove(KindWord, out string? wanted) ? ReadKind(wanted) : null;
        schema = string.IsNullOrEmpty(schema) ? DefaultSchema : schema;
        if (!SchemaName().IsMatch(schema) || schema.StartsWith("pg_", StringComparison.Ordinal))
        {
            throw Invalid($"The schema '{TextRules.Cut(schema)}' is not 1 to 63 lower-case letters, digits and '_', starting with a letter and not with 'pg_'.");
        }

        return new PostgresAddress(Complete(words), schema, kind);
    }

    private static TargetSessionAttributes ReadKind(string wanted) =>
        Enum.TryParse(wanted.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out TargetSessionAttributes kind) && Enum.IsDefined(kind)
            ? kind
            : throw Invalid($"The connection string looks for servers that are '{TextRules.Cut(wanted)}', which is none of any, read-write, read-only, primary, standby, prefer-primary, prefer-standby.");

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
                throw Invalid($"The connection string says '{word}={TextRules.Cut(value)}', which the driver does not take.");
            }
        }

        if (settings.Password is not null)
        {
            throw HoldsPassword();
        }

        if (string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database))
        {
            throw Invalid("The connection string names no host or no database.");
        }

        bool isSocket = settings.Host.StartsWith('/');
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

    private static void ReadUrl(string url, Dictionary<string, string> words)
    {
        string rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        string query = Cut(ref rest, '?');
        string database = Cut(ref rest, '/');
        int at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            string user = rest[..at];
            if (user.Contains(':', StringComparison.Ordinal))
            {
                throw HoldsPassword();
            }

            words["Username"] = Unescape(user);
        }

        string host = rest[(at + 1)..];
        if (host.Length > 0)
        {
            ReadHosts(host, words);
        }

        if (database.Length > 0)
        {
            words["Database"] = Unescape(database);
        }

        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string word = pair;
            string value = Unescape(Cut(ref word, '='));
            if (word.Equals("password", StringComparison.OrdinalIgnoreCase))
            {
                throw HoldsPassword();
            }

            if (!Words.TryGetValue(word, out string? known))
            {
                throw Invalid($"The connection string says '{TextRules.Cut(word)}', which is none of {string.Join(", ", Words.Keys)}.");
            }

            words[known] = known == "SSL Mode" ? value.Replace("verify-full", "VerifyFull", StringComparison.Ordinal).Replace("verify-ca", "VerifyCA", StringComparison.Ordinal) : value;
        }
    }

    private static void ReadHosts(string host, Dictionary<string, string> words)
    {
        if (host.Contains(',', StringComparison.Ordinal) || host.StartsWith('['))
        {
            // The driver reads host:port where there are several.
            words["Host"] = host;
            return;
        }

        string name = host;
        string port = Cut(ref name, ':');
        words["Host"] = Unescape(name);
        if (port.Length > 0)
        {
            words["Port"] = port;
        }
    }

    private static void ReadPairs(string text, Dictionary<string, string> words)
    {
        System.Data.Common.DbConnectionStringBuilder pairs = new();
        try
        {
            pairs.ConnectionString = text;
        }
        catch (ArgumentException error)
        {
            throw Invalid($"The connection string cannot be read: {error.Message}");
        }

        foreach (string key in pairs.Keys.Cast<string>())
        {
            if (key.Equals("password", StringComparison.OrdinalIgnoreCase) || key.Equals("pwd", StringComparison.OrdinalIgnoreCase))
            {
                throw HoldsPassword();
            }

            words[Canonical(key)] = Convert.ToString(pairs[key], CultureInfo.InvariantCulture) ?? "";
        }
    }

    /// <summary>The name that decides about a default, however the word is written.</summary>
    private static string Canonical(string word) => word.ToUpperInvariant() switch
    {
        "SSLMODE" or "SSL MODE" => "SSL Mode",
        "SERVER" => "Host",
        "USER" or "USER ID" or "USERID" or "UID" => "Username",
        "MAXAUTOPREPARE" or "MAX AUTO PREPARE" => "Max Auto Prepare",
        "TARGETSESSIONATTRIBUTES" or "TARGET SESSION ATTRIBUTES" => KindWord,
        _ => word,
    };

    private static string Cut(ref string text, char at)
    {
        int place = text.IndexOf(at, StringComparison.Ordinal);
        string after = place < 0 ? "" : text[(place + 1)..];
        text = place < 0 ? text : text[..place];
        return after;
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text);

    private static PermInvalidInputException HoldsPassword() => new(
        ErrorId.PasswordInConnectionString,
        "The connection string holds a password, which would stay in histories, transcripts and environment variables.",
        target: null);

    private static PermInvalidInputException Invalid(string message) => new(ErrorId.InvalidConnectionString, message, target: null);

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SchemaName();
}
