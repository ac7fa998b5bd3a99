using System.Globalization;

namespace PermModule.Storage.Postgres;

/// <summary>Reads the words of a connection string, a URL or <c>Host=…;…</c>, and refuses one that holds a password without repeating it.</summary>
internal static class PostgresAddressText
{
    /// <summary>The word that names the kind of server that is looked for.</summary>
    public const string KindWord = "Target Session Attributes";

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

    /// <summary>The words of a text, by the names that the driver has for them.</summary>
    /// <exception cref="PermInvalidInputException"><c>PasswordInConnectionString</c>, <c>InvalidConnectionString</c>.</exception>
    public static Dictionary<string, string> Read(string text)
    {
        Dictionary<string, string> words = new(StringComparer.OrdinalIgnoreCase);
        if (StoreAddress.IsUrl(text))
        {
            ReadUrl(text, words);
        }
        else
        {
            ReadPairs(text, words);
        }

        return words;
    }

    /// <summary>The text itself, where it can be read; without loading the driver.</summary>
    /// <exception cref="PermInvalidInputException"><c>PasswordInConnectionString</c>, <c>InvalidConnectionString</c>.</exception>
    public static string Checked(string text)
    {
        Read(text.Trim());
        return text;
    }

    /// <summary>The refusal of a text with a password, which it does not repeat.</summary>
    public static PermInvalidInputException HoldsPassword() => new(
        ErrorId.PasswordInConnectionString,
        "The connection string holds a password, which would stay in histories, transcripts and environment variables.",
        target: null);

    /// <summary>The refusal of a text that cannot be meant.</summary>
    public static PermInvalidInputException Invalid(string message) => new(ErrorId.InvalidConnectionString, message, target: null);

    private static void ReadUrl(string url, Dictionary<string, string> words)
    {
        string rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        RefusePassword(rest);
        string query = Cut(ref rest, '?');
        string database = Cut(ref rest, '/');
        int at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            words["Username"] = Unescape(rest[..at]);
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
            if (StoreAddress.IsPassword(Unescape(word)))
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

    /// <summary>
    /// Refuses <c>user:password@</c>, also where the password holds what would end that part of a URL. A colon before that end is one of a password,
    /// unless only a port is behind it and no account comes after.
    /// </summary>
    private static void RefusePassword(string rest)
    {
        int end = rest.IndexOfAny(['/', '?']);
        string account = end < 0 ? rest : rest[..end];
        int at = account.LastIndexOf('@');
        if (at >= 0)
        {
            if (account[..at].Contains(':', StringComparison.Ordinal))
            {
                throw HoldsPassword();
            }
        }
        else if (account.Contains(':', StringComparison.Ordinal) && HasAccount(rest[account.Length..], account))
        {
            throw HoldsPassword();
        }
    }

    /// <summary>True where an account may end in what comes after the hosts: an '@' that is not in the value of a word.</summary>
    private static bool HasAccount(string after, string hosts)
    {
        bool arePorts = hosts.Split(',').All(host => host[(host.LastIndexOf(']') + 1)..] is var name && name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..] is var port
            && (!name.Contains(':', StringComparison.Ordinal) || port.All(char.IsAsciiDigit)));
        string path = after;
        string query = Cut(ref path, '?');
        return arePorts
            ? path.Contains('@', StringComparison.Ordinal) || query.Split('&').Any(pair => pair.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at && at < (pair.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? equals : pair.Length))
            : after.Contains('@', StringComparison.Ordinal);
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
        if (StoreAddress.HoldsPassword(text))
        {
            throw HoldsPassword();
        }

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
            if (StoreAddress.IsPassword(key))
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
}
