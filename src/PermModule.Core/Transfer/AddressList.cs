namespace PermModule.Transfer;

/// <summary>Takes the lines of a list of e-mail addresses apart.</summary>
internal static class AddressList
{
    private const string Mailto = "mailto:";

    // What stands in front of the addresses in a message that was copied.
    private static readonly string[] Fields = ["to:", "cc:", "bcc:", "from:", "an:", "von:", "kopie:"];

    /// <summary>Adds the entries of a line. A comma separates addresses, and the parts of a name in front of an address in angle brackets.</summary>
    public static void Split(string line, Queue<string> entries)
    {
        string list = line.TrimStart();
        string? field = Array.Find(Fields, name => list.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        foreach (string part in Parts(list[(field?.Length ?? 0)..], ';'))
        {
            int at = 0;
            while (at < part.Length)
            {
                int close = part.IndexOf('>', at);
                int open = close < 0 ? -1 : part.LastIndexOf('<', close, close - at + 1);
                if (open < 0)
                {
                    Add(Parts(part[at..], ','), entries);
                    break;
                }

                // In "bob@example.com, Lee, Ann <ann@example.com>" only what is an address itself stands alone.
                string[] names = [.. Parts(part[at..open], ',')];
                int alone = 0;
                while (alone < names.Length - 1 && names[alone].Contains('@', StringComparison.Ordinal))
                {
                    alone++;
                }

                Add(names.Take(alone), entries);
                Add([string.Join(", ", names.Skip(alone)) + " " + part[open..(close + 1)]], entries);
                at = close + 1;
                while (at < part.Length && part[at] is (' ' or '\t' or ','))
                {
                    at++;
                }
            }
        }
    }

    /// <summary>Takes name and address of an entry apart.</summary>
    public static ListedAddress Read(string entry)
    {
        int open = entry.LastIndexOf('<');
        if (open < 0 || entry[^1] != '>')
        {
            return new ListedAddress(Address(entry), FirstName: null, LastName: null);
        }

        string email = Address(entry[(open + 1)..^1]);
        string name = entry[..open].Trim().Trim('"', '\'').Replace("\\\"", "\"", StringComparison.Ordinal).Trim();
        if (name.Length == 0 || name.Contains('@', StringComparison.Ordinal))
        {
            return new ListedAddress(email, FirstName: null, LastName: null);
        }

        int comma = name.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0)
        {
            return new ListedAddress(email, name[(comma + 1)..].Trim(), name[..comma].Trim());
        }

        int blank = name.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? new ListedAddress(email, name, LastName: null) : new ListedAddress(email, name[..blank], name[(blank + 1)..].Trim());
    }

    private static string Address(string text)
    {
        string address = text.Trim();
        return address.StartsWith(Mailto, StringComparison.OrdinalIgnoreCase) ? address[Mailto.Length..] : address;
    }

    private static void Add(IEnumerable<string> texts, Queue<string> entries)
    {
        foreach (string text in texts.Select(text => text.Trim()).Where(text => text.Length > 0))
        {
            entries.Enqueue(text);
        }
    }

    /// <summary>The parts of a text between separators; one in quotes or angle brackets separates nothing, unless they are never closed.</summary>
    private static IEnumerable<string> Parts(string text, char separator)
    {
        bool hasPairs = text.Count(c => c == '"') % 2 == 0;
        int lastClose = text.LastIndexOf('>');
        bool isQuoted = false;
        bool isBracketed = false;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            isQuoted ^= c == '"' && hasPairs;
            isBracketed = !isQuoted && (c == '<' ? i < lastClose : isBracketed && c != '>');
            if (c == separator && !isQuoted && !isBracketed)
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }

        yield return text[start..].Trim();
    }
}
