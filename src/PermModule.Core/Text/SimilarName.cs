namespace PermModule.Text;

/// <summary>Finds the name that was probably meant by one that is misspelled.</summary>
internal static class SimilarName
{
    private const int ShortName = 5;

    /// <summary>The candidate that differs by one or two letters at most, or null. In short names a single letter may differ.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        int best = (name.Length < ShortName ? 1 : 2) + 1;
        string? found = null;
        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) < best && Distance(name, candidate) is var distance && distance > 0 && distance < best)
            {
                (best, found) = (distance, candidate);
            }
        }

        return found;
    }

    /// <summary>How many letters were added, left out, replaced or exchanged with their neighbor; case does not count.</summary>
    private static int Distance(string left, string right)
    {
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int replaced = cost[i - 1, j - 1] + (IsSame(left[i - 1], right[j - 1]) ? 0 : 1);
                cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1]))
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[left.Length, right.Length];
    }

    private static bool IsSame(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
