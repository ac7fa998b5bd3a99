using System.Buffers;
using System.Globalization;
using System.Xml;

namespace PermModule.Transfer;

/// <summary>Which styles of a workbook show a number as a date or with leading zeros: the cell itself holds only a number.</summary>
internal sealed class WorkbookStyles
{
    /// <summary>No number of a spreadsheet has more digits that count.</summary>
    private const int MaxDigits = 15;

    private static readonly SearchValues<char> TimeLetters = SearchValues.Create("hmsHMS");

    private readonly List<bool> _isDate = [];
    private readonly List<int> _digits = [];

    /// <summary>The styles of a workbook without any.</summary>
    public static WorkbookStyles None { get; } = new();

    /// <summary>True when the style with this number shows a date or a time.</summary>
    public bool IsDate(int style) => style >= 0 && style < _isDate.Count && _isDate[style];

    /// <summary>How many digits the style with this number shows at least, by a format such as <c>00000</c>; 0 where it says nothing of them.</summary>
    public int Digits(int style) => style >= 0 && style < _digits.Count ? _digits[style] : 0;

    /// <summary>Reads the styles, and closes the reader.</summary>
    public static WorkbookStyles Read(XmlReader xml)
    {
        using XmlReader closed = xml;
        WorkbookStyles styles = new();
        Dictionary<int, string> formats = [];
        bool isCells = false;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "cellXfs")
            {
                isCells = false;
            }

            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "numFmt" when Number(xml, "numFmtId") is { } id:
                    formats[id] = xml.GetAttribute("formatCode") ?? "";
                    break;
                case "cellXfs":
                    isCells = !xml.IsEmptyElement;
                    break;
                case "xf" when isCells:
                    int format = Number(xml, "numFmtId") ?? 0;
                    string? code = formats.GetValueOrDefault(format);
                    styles._isDate.Add(code is null ? IsBuiltInDate(format) : IsDate(code));
                    styles._digits.Add(code is { Length: <= MaxDigits } && code.AsSpan().IndexOfAnyExcept('0') < 0 ? code.Length : 0);
                    break;
            }
        }

        return styles;
    }

    /// <summary>True for a format with a day, month, year, hour or second outside quotes, brackets and escapes.</summary>
    public static bool IsDate(string code)
    {
        for (int i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = End(code, i, '"');
                    break;
                case '[':
                    int close = End(code, i, ']');

                    // [h], [mm] and [ss] are times beyond a day; others are colors, conditions and locales.
                    if (close > i + 1 && code.AsSpan(i + 1, close - i - 1).IndexOfAnyExcept(TimeLetters) < 0)
                    {
                        return true;
                    }

                    i = close;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case ';':
                    // The second section is for negative numbers.
                    return false;
                case 'd' or 'm' or 'y' or 'h' or 's' or 'D' or 'M' or 'Y' or 'H' or 'S':
                    return true;
            }
        }

        return false;
    }

    private static bool IsBuiltInDate(int format) => format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    private static int End(string code, int start, char end) => code.IndexOf(end, start + 1) is var at && at < 0 ? code.Length - 1 : at;

    private static int? Number(XmlReader xml, string attribute) => int.TryParse(xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
