namespace PermModule.Text;

/// <summary>Finds the name that somebody meant who mistyped one or two letters.</summary>
internal static class NameDistance
{
    /// <summary>How many letters may be wrong.</summary>
    public const int Most = 2;

    /// <summary>The name nearest to what was typed, if it is at most two letters off, or one in a name of up to four; otherwise null.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">The names there are.</param>
    public static string? Closest(string typed, IEnumerable<string> names)
    {
        string key = NameKey.Fold(typed.Trim());
        string? closest = null;
        int least = key.Length switch { < 2 => 0, < 5 => 1, _ => Most } + 1;
        foreach (string name in names)
        {
            string other = NameKey.Fold(name);
            if (Math.Abs(other.Length - key.Length) < least && Distance(key, other) is var distance && distance < least)
            {
                (closest, least) = (name, distance);
            }
        }

        return closest;
    }

    /// <summary>How many letters have to be changed, added, left out or exchanged with their neighbor to make one text out of the other.</summary>
    private static int Distance(string from, string to)
    {
        int[] before = new int[to.Length + 1];
        int[] last = new int[to.Length + 1];
        int[] row = new int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int changed = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(changed, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[to.Length];
    }
}
