namespace PermModule.Storage;

/// <summary>Tells a connection string from the path of a file, without loading the driver of a server.</summary>
internal static class StoreAddress
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    private static readonly string[] Keywords = ["Host", "Server"];

    /// <summary>True for <c>postgresql://…</c> and for <c>Host=…;…</c>.</summary>
    public static bool IsServer(string text) => IsUrl(text) || HasKeyword(text.AsSpan().TrimStart());

    /// <summary>True for <c>postgresql://…</c>.</summary>
    public static bool IsUrl(string text) => Array.Exists(Schemes, scheme => text.TrimStart().StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static bool HasKeyword(ReadOnlySpan<char> text)
    {
        int equals = text.IndexOf('=');
        if (equals < 0)
        {
            return false;
        }

        foreach (string keyword in Keywords)
        {
            if (text[..equals].TrimEnd().Equals(keyword, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
