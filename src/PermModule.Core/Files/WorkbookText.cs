using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PermModule.Files;

/// <summary>
/// The text of a cell as workbooks hold it: a character that XML cannot hold is written by its number, as in <c>_x0007_</c>, and so is the
/// underscore before what only looks like one.
/// </summary>
internal static partial class WorkbookText
{
    /// <summary>The length of a number with what stands around it.</summary>
    private const int NumberLength = 7;

    private static readonly SearchValues<char> Doubtful = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(code => code is not ('\t' or '\n')).Concat(Enumerable.Range(0xD800, 0x800)).Append(0xFFFE).Append(0xFFFF).Select(code => (char)code)]);

    private static readonly SearchValues<char> LineParts = SearchValues.Create("\t\n");

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789ABCDEFabcdef");

    /// <summary>The text as it is written to a workbook.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isName">True for the name of a column, which stands in an attribute too: there a line break would become a blank.</param>
    public static string Escape(string text, bool isName = false)
    {
        if (!text.AsSpan().ContainsAny(Doubtful) && !text.Contains("_x", StringComparison.Ordinal) && !(isName && text.AsSpan().ContainsAny(LineParts)))
        {
            return text;
        }

        StringBuilder escaped = new(text.Length + NumberLength);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (IsUnwritable(text, i, isName) || (c == '_' && LooksLikeNumber(text, i, isName)))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }

    /// <summary>The text that a workbook means.</summary>
    public static string Unescape(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Number().Replace(text, match => ((char)int.Parse(match.ValueSpan[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString())
        : text;

    private static bool IsUnwritable(string text, int i, bool isName)
    {
        char c = text[i];
        if (!char.IsSurrogate(c))
        {
            return Doubtful.Contains(c) || (isName && LineParts.Contains(c));
        }

        return !(char.IsHighSurrogate(c) ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) : i > 0 && char.IsHighSurrogate(text[i - 1]));
    }

    /// <summary>True where the underscore begins what a reader would take for a number; the number of the next character begins with an underscore too.</summary>
    private static bool LooksLikeNumber(string text, int i, bool isName)
    {
        int end = i + NumberLength - 1;
        return end < text.Length
            && text[i + 1] == 'x'
            && !text.AsSpan(i + 2, 4).ContainsAnyExcept(Hexadecimal)
            && (text[end] == '_' || IsUnwritable(text, end, isName));
    }

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
