using System.Text;

namespace PermModule.Text;

/// <summary>Several group names in one cell: separated by comma, semicolon or bar; a name that holds one of them stands in quotes.</summary>
internal static class GroupText
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",;|\"");

    public static List<string> Split(string cell)
    {
        List<string> names = [];
        StringBuilder name = new();
        bool isQuoted = false;
        for (int i = 0; i < cell.Length; i++)
        {
            char c = cell[i];
            if (isQuoted)
            {
                if (c != '"')
                {
                    name.Append(c);
                }
                else if (i + 1 < cell.Length && cell[i + 1] == '"')
                {
                    name.Append(cell[++i]);
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (c == '"' && IsBlank(name))
            {
                isQuoted = true;
            }
            else if (c is ',' or ';' or '|')
            {
                Take();
            }
            else
            {
                name.Append(c);
            }
        }

        Take();
        return names;

        void Take()
        {
            string text = name.ToString().Trim();
            name.Clear();
            if (text.Length > 0)
            {
                names.Add(text);
            }
        }
    }

    public static string Join(IReadOnlyList<string> names, string separator) => names.Count switch
    {
        0 => "",
        1 => Quote(names[0]),
        _ => string.Join(separator, names.Select(Quote)),
    };

    private static string Quote(string name) =>
        name.AsSpan().ContainsAny(Special) ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;

    private static bool IsBlank(StringBuilder text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
