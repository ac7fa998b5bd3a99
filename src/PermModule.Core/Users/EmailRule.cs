namespace PermModule;

/// <summary>What an e-mail address must look like: one person's address, no display name, at most 254 characters (RFC 5321).</summary>
internal static class EmailRule
{
    private const int MaxAddress = 254;
    private const int MaxLocal = 64;

    public static bool IsValid(string email)
    {
        int at = email.LastIndexOf('@');
        return at is > 0 and <= MaxLocal && email.Length <= MaxAddress && IsLocal(email.AsSpan(0, at)) && IsDomain(email.AsSpan(at + 1));
    }

    private static bool IsLocal(ReadOnlySpan<char> local)
    {
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (char c in local)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || "@,;:<>()[]\\\"".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return InvisibleText.FirstHidden(local.ToString()) is null;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (!domain.Contains('.') || domain[^1] == '.')
        {
            return false;
        }

        while (!domain.IsEmpty)
        {
            int dot = domain.IndexOf('.');
            ReadOnlySpan<char> label = dot < 0 ? domain : domain[..dot];
            domain = dot < 0 ? [] : domain[(dot + 1)..];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (char c in label)
            {
                if (!char.IsLetterOrDigit(c) && c != '-' && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
