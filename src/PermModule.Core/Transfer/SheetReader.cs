using System.Globalization;
using System.Text;
using System.Xml;

namespace PermModule.Transfer;

/// <summary>Reads the rows of a worksheet as text: dates in ISO 8601, booleans as TRUE and FALSE, formulas as the values that were saved with them.</summary>
internal sealed class SheetReader(XmlReader xml, Workbook book, SheetMerges merges)
{
    private const int MaxRows = 1_048_576;
    private const int MaxColumns = 16_384;

    /// <summary>The days between the two calendars of spreadsheets.</summary>
    private const int DaysTo1904 = 1_462;

    /// <summary>Spreadsheets count a 29 February 1900, which there was not; days before it are one too high.</summary>
    private const int FalseLeapDay = 60;

    private const double MillisecondsPerDay = 86_400_000;

    private const int EndOfDates = 2_958_466;

    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc);

    private readonly List<string> _cells = [];
    private readonly List<SheetError> _errors = [];

    /// <summary>The rows; empty ones are passed over. Closes the sheet at the end.</summary>
    public IEnumerable<SheetRow> Rows()
    {
        using XmlReader closed = xml;
        long last = 0;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "sheetData")
            {
                break;
            }

            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row")
            {
                continue;
            }

            long number = long.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out long given) ? given : last + 1;
            if (number <= last || number > MaxRows)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"row {number} stands behind row {last}."));
            }

            last = number;
            if (!xml.IsEmptyElement)
            {
                ReadRow();
                if (_cells.Count > 0)
                {
                    if (merges.IsKnown)
                    {
                        merges.Fill(number, _cells, _errors);
                    }

                    yield return new SheetRow(number, [.. _cells], [.. _errors.OrderBy(error => error.Column)]);
                }
            }
        }

        while (!merges.IsKnown && xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "mergeCells"))
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "mergeCell" && xml.GetAttribute("ref") is { } range)
            {
                merges.Add(range);
            }
        }
    }

    /// <summary>The column, from 0, and the row of a reference such as <c>AB12</c>; row 0 where it names none.</summary>
    public static (int Column, long Row) Cell(string reference) =>
        (Column(reference), long.TryParse(reference.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), NumberStyles.None, CultureInfo.InvariantCulture, out long row) ? row : 0);

    /// <summary>The text of the element that the reader is on, without the pronunciation that Japanese texts carry; the reader is left at its end.</summary>
    public static string ReadText(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        string? only = null;
        StringBuilder? more = null;
        int depth = xml.Depth;
        string element = "";
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                element = xml.LocalName;
                if (element == "rPh" && !xml.IsEmptyElement)
                {
                    Skip(xml);
                    element = "";
                }
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace && element == "t")
            {
                if (only is null)
                {
                    only = xml.Value;
                }
                else
                {
                    (more ??= new StringBuilder(only)).Append(xml.Value);
                }
            }
            else if (xml.NodeType == XmlNodeType.EndElement)
            {
                element = "";
            }
        }

        return WorkbookText.Unescape(more?.ToString() ?? only ?? "");
    }

    private static void Skip(XmlReader xml)
    {
        int depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            // Passed over.
        }
    }

    private void ReadRow()
    {
        _cells.Clear();
        _errors.Clear();
        int next = 0;
        int depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "c")
            {
                int column = xml.GetAttribute("r") is { } reference ? Column(reference) : next;
                if (column < next || column >= MaxColumns)
                {
                    throw new InvalidDataException("the cells of a row are out of order.");
                }

                next = column + 1;
                ReadCell(column);
            }
        }

        while (_cells.Count > 0 && string.IsNullOrWhiteSpace(_cells[^1]))
        {
            _cells.RemoveAt(_cells.Count - 1);
        }
    }

    private void ReadCell(int column)
    {
        string type = xml.GetAttribute("t") ?? "n";
        int style = int.TryParse(xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        if (xml.IsEmptyElement)
        {
            return;
        }

        string? value = null;
        bool isFormula = false;
        int depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "f":
                    isFormula = true;
                    break;
                case "is":
                    value = ReadText(xml);
                    break;
                case "v":
                    value = ReadValue();
                    break;
            }
        }

        if (value is null && isFormula)
        {
            Note(column, "", "The cell holds a formula whose value was not saved. Open the workbook in a spreadsheet program and save it.");
            Put(column, "#N/A");
        }
        else if (!string.IsNullOrEmpty(value))
        {
            Put(column, Text(column, type, value, style));
        }
    }

    private string ReadValue()
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        string value = "";
        int depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                value += xml.Value;
            }
        }

        return value;
    }

    private string Text(int column, string type, string value, int style)
    {
        switch (type)
        {
            case "s":
                int index = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                return index < book.Strings.Count ? book.Strings[index] : throw new InvalidDataException("a cell refers to a text that is not there.");
            case "b":
                return value is "1" or "true" ? "TRUE" : "FALSE";
            case "e":
                Note(column, value, $"The cell holds the error {TextRules.Cut(value)} instead of a value. Fix its formula.");
                return value;
            case "n" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                return book.Styles.IsDate(style) ? Date(number) : Number(column, number).PadLeft(number >= 0 && Math.Truncate(number) == number ? book.Styles.Digits(style) : 0, '0');
            case "str":
                return WorkbookText.Unescape(value);
            default:
                // Text, and dates in ISO 8601.
                return value;
        }
    }

    private string Date(double days)
    {
        double day = book.Is1904 ? days + DaysTo1904 : days < FalseLeapDay ? days + 1 : days;

        // A time without a day is no date.
        if (days < 1 || day >= EndOfDates)
        {
            return Number(days);
        }

        DateTime time = Epoch.AddMilliseconds(Math.Round(day * MillisecondsPerDay));
        return time.ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture);
    }

    /// <summary>A number by invariant rules. One such as 1.234 is noted: by the rules of some cultures its text would be a thousand times as much.</summary>
    private string Number(int column, double number)
    {
        string text = Number(number);
        if (text.IndexOf('.', StringComparison.Ordinal) is > 0 and < 5 and var point && text.Length == point + 4)
        {
            _errors.Add(new SheetError(column, text, UserRowParser.NoNumber(text), IsFraction: true));
        }

        return text;
    }

    private static string Number(double number) => Math.Abs(number) < 1e15 && Math.Truncate(number) == number
        ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);

    private void Put(int column, string text)
    {
        while (_cells.Count < column)
        {
            _cells.Add("");
        }

        _cells.Add(text);
    }

    private void Note(int column, string text, string reason) => _errors.Add(new SheetError(column, text, reason));

    /// <summary>The column of a reference such as <c>AB12</c>, from 0.</summary>
    private static int Column(string reference)
    {
        int column = 0;
        foreach (char letter in reference)
        {
            if (!char.IsAsciiLetter(letter))
            {
                break;
            }

            column = checked((column * 26) + (char.ToUpperInvariant(letter) - 'A' + 1));
        }

        return column - 1;
    }
}
