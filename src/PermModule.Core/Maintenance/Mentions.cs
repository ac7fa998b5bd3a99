using System.Text;

namespace PermModule.Maintenance;

/// <summary>
/// Finds names and addresses of removed users in texts, as whole words, and puts pseudonyms in their place.
/// Each word of a text is looked up once, however many users there are.
/// </summary>
internal sealed class Mentions
{
    private readonly Dictionary<string, List<(string Value, RemovedUser User)>> _values = new(StringComparer.OrdinalIgnoreCase);

    public Mentions(IEnumerable<RemovedUser> users)
    {
        foreach (RemovedUser user in users)
        {
            foreach (string value in user.Mentions)
            {
                int start = NextWord(value, 0);
                if (start < value.Length)
                {
                    string word = value[start..EndOfWord(value, start)];
                    if (!_values.TryGetValue(word, out List<(string Value, RemovedUser User)>? values))
                    {
                        _values.Add(word, values = []);
                    }

                    values.Add((value[start..], user));
                }
            }
        }

        foreach (List<(string Value, RemovedUser User)> values in _values.Values)
        {
            values.Sort((left, right) => right.Value.Length.CompareTo(left.Value.Length));
        }
    }

    /// <summary>The text with pseudonyms, or the text itself if it mentions no one.</summary>
    /// <param name="text">A text that people wrote, or that was made for them.</param>
    /// <param name="met">Told of each user it mentions.</param>
    public string Replace(string text, Action<RemovedUser> met)
    {
        StringBuilder? replaced = null;
        int copied = 0;
        for (int at = NextWord(text, 0); at < text.Length;)
        {
            int end = EndOfWord(text, at);
            (string? value, RemovedUser? user) = _values.TryGetValue(text[at..end], out List<(string Value, RemovedUser User)>? values)
                ? values.Find(item => IsAt(text, at, item.Value))
                : default;
            if (user is not null)
            {
                met(user);
                replaced ??= new StringBuilder(text.Length);
                replaced.Append(text, copied, at - copied).Append(user.Pseudonym);
                copied = end = at + value!.Length;
            }

            at = NextWord(text, end);
        }

        return replaced is null ? text : replaced.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsAt(string text, int at, string value)
    {
        int end = at + value.Length;
        return string.Compare(text, at, value, 0, value.Length, StringComparison.OrdinalIgnoreCase) == 0
            && end <= text.Length
            && (end == text.Length || !char.IsLetterOrDigit(text[end - 1]) || EndOfWord(text, end - 1) == end);
    }

    private static int NextWord(string text, int from)
    {
        while (from < text.Length && !char.IsLetterOrDigit(text[from]))
        {
            from++;
        }

        return from;
    }

    /// <summary>A word goes on over the signs that join the parts of names and addresses.</summary>
    private static int EndOfWord(string text, int from)
    {
        int end = from;
        for (int at = from; at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '@' or '.' or '_' or '-' or '+'); at++)
        {
            if (char.IsLetterOrDigit(text[at]))
            {
                end = at + 1;
            }
        }

        return end;
    }
}
