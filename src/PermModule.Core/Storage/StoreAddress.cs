namespace PermModule.Storage;

/// <summary>Tells a connection string from the path of a file, without loading the driver of a server.</summary>
internal static class StoreAddress
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    private static readonly string[] Keywords = ["Host", "Server"];

    private static readonly string[] Passwords = ["password", "passwd", "pwd", "psw", "pass", "passphrase"];

    /// <summary>True for <c>postgresql://…</c>, for <c>Host=…;…</c> with its words in any order, and for such a text with a password, which is no path that anybody wants.</summary>
    public static bool IsServer(string text) => IsUrl(text) || KeysOf(text).Any(key => IsPassword(key) || Keywords.Contains(key, StringComparer.OrdinalIgnoreCase));

    /// <summary>True for <c>postgresql://…</c>.</summary>
    public static bool IsUrl(string text) => Array.Exists(Schemes, scheme => text.AsSpan().TrimStart().StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>True where a word of <c>Host=…;…</c> names a password.</summary>
    public static bool HoldsPassword(string text) => KeysOf(text).Any(IsPassword);

    /// <summary>True for a word that names a password, of the account or of a key.</summary>
    public static bool IsPassword(string word)
    {
        string bare = word.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return Passwords.Contains(bare, StringComparer.OrdinalIgnoreCase) || (bare.StartsWith("ssl", StringComparison.OrdinalIgnoreCase) && Passwords.Contains(bare[3..], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What is before the first '=' of each part of a text; nothing for one too long to be a connection string.</summary>
    private static IEnumerable<string> KeysOf(string text)
    {
        const int longest = 32_767;
        return text.Length > longest
            ? []
            : text.Split(';').Select(part => (Part: part, End: part.IndexOf('=', StringComparison.Ordinal))).Where(pair => pair.End > 0).Select(pair => pair.Part[..pair.End].Trim());
    }
}
