namespace PermModule.Comparison;

/// <summary>The order of folded names in a store, which is that of their UTF-8 bytes and so of their code points, not of UTF-16.</summary>
internal static class KeyOrder
{
    public static int Compare(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            if (left[i] != right[i])
            {
                return Rank(left[i]) - Rank(right[i]);
            }
        }

        return left.Length - right.Length;
    }

    /// <summary>Surrogates stand for code points above all others.</summary>
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
