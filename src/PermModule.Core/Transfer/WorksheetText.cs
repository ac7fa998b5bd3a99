using System.Text;

namespace PermModule.Transfer;

/// <summary>
/// A worksheet as a comma-separated table, so that all rules of such files hold for it too: each row stands in the line of its number.
/// The header is found below titles, and may extend over two rows where the names of groups of columns are merged.
/// </summary>
internal sealed class WorksheetText : IDisposable
{
    /// <summary>How many rows of titles and remarks may stand above a header.</summary>
    private const int MaxAbove = 50;

    /// <summary>How many other worksheets are looked at.</summary>
    private const int MaxOthers = 100;

    /// <summary>How many cells behind the last column are kept of all rows together; of a row behind those only its last is. A few bytes can claim the last column of a worksheet.</summary>
    private const long MaxSurplus = 16 * 1024 * 1024;

    private readonly FileStream _text = SpoolFile.Open();
    private readonly StreamWriter _writer;
    private readonly Dictionary<long, IReadOnlyList<SheetError>> _errors = [];
    private long _line;
    private long _headerRow;
    private long _surplus;
    private bool _isHeaderKnown;

    private WorksheetText() => _writer = new StreamWriter(_text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\r\n" };

    /// <summary>The table, in UTF-8.</summary>
    public Stream Stream => _text;

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>The number of the row with which a second table begins, which is not read; or null.</summary>
    public long? SecondTable { get; private set; }

    /// <summary>The names of the other visible worksheets that have a table of people, where none was asked for by name; they are not read.</summary>
    public IReadOnlyList<string> OtherSheets { get; private set; } = [];

    /// <summary>The cells of a row that hold an error instead of a value, by the number of the row.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<SheetError>> Errors => _errors;

    /// <summary>Reads a worksheet.</summary>
    /// <param name="file">The workbook; it stays open.</param>
    /// <param name="name">How messages call it.</param>
    /// <param name="sheet">The name of the worksheet, or null for the first.</param>
    /// <param name="map">Which column holds which field, or null.</param>
    /// <exception cref="PermInvalidInputException"><c>FileEmpty</c>, <c>WorksheetNotFound</c>, <c>FormatUnknown</c>.</exception>
    public static WorksheetText Read(Stream file, string name, string? sheet, IReadOnlyDictionary<string, string>? map)
    {
        using Workbook book = Workbook.Open(file, name);
        SheetMerges merges = new();
        WorksheetText text = Read(book, name, sheet, map, merges);
        if (merges.Keep(text._headerRow, text.SecondTable, text.Header.Count))
        {
            text.Dispose();
            text = Read(book, name, sheet, map, merges);
        }

        text.OtherSheets = sheet is null ? FindOthers(book, map) : [];
        if (text.OtherSheets.Count > 0 && !text._isHeaderKnown && map is null)
        {
            text.Dispose();
            throw Elsewhere(book, name, text.OtherSheets);
        }

        return text;
    }

    private static WorksheetText Read(Workbook book, string name, string? sheet, IReadOnlyDictionary<string, string>? map, SheetMerges merges)
    {
        WorksheetText text = new();
        try
        {
            using IEnumerator<SheetRow> rows = book.Read(sheet, merges).GetEnumerator();
            if (!text.Write(rows, map))
            {
                if (sheet is null && FindOthers(book, map) is { Count: > 0 } others)
                {
                    throw Elsewhere(book, name, others);
                }

                throw new PermInvalidInputException(ErrorId.FileEmpty, $"The worksheet '{TextRules.Cut(sheet ?? book.Sheets[0])}' of '{name}' is empty.", name);
            }

            while (!merges.IsKnown && rows.MoveNext())
            {
                // What is merged stands behind the last row, also where a second table is not read.
            }

            text._writer.Flush();
            text._text.Position = 0;
            return text;
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    private static List<string> FindOthers(Workbook book, IReadOnlyDictionary<string, string>? map) => [.. book.Sheets.Skip(1).Take(MaxOthers).Where(other => HasPeople(book, other, map))];

    private static PermInvalidInputException Elsewhere(Workbook book, string name, IEnumerable<string> sheets) => new(
        ErrorId.WorksheetNotFound,
        $"The first worksheet '{TextRules.Cut(book.Sheets[0])}' of '{name}' has no table of people. These have one: {string.Join(", ", sheets.Select(other => $"'{TextRules.Cut(other)}'"))}.",
        name);

    private static bool HasPeople(Workbook book, string sheet, IReadOnlyDictionary<string, string>? map)
    {
        try
        {
            return book.Read(sheet, new SheetMerges()).Take(MaxAbove).Any(row => IsHeader(row.Cells, map));
        }
        catch (PermInvalidInputException)
        {
            // What is damaged is not what is imported.
            return false;
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _text.Dispose();
    }

    private bool Write(IEnumerator<SheetRow> rows, IReadOnlyDictionary<string, string>? map)
    {
        List<SheetRow> above = [];
        while (rows.MoveNext())
        {
            SheetRow row = rows.Current;
            if (IsHeader(row.Cells, map))
            {
                _isHeaderKnown = true;
                WriteTable(WithUpper(above.LastOrDefault(), row), rows, after: []);
                return true;
            }

            above.Add(row);
            if (above.Count == MaxAbove)
            {
                break;
            }
        }

        if (above.Count == 0)
        {
            return false;
        }

        // No header is known: the first row is taken for it, and what it lacks is said as of any table.
        WriteTable(above[0], rows, above.Skip(1));
        return true;
    }

    private void WriteTable(SheetRow header, IEnumerator<SheetRow> rows, IEnumerable<SheetRow> after)
    {
        using IEnumerator<SheetRow> all = after.Concat(Rest(rows)).GetEnumerator();
        SheetRow? next = all.MoveNext() ? all.Current : null;
        if (next is not null && next.Number == header.Number + 1 && Lower(header.Cells, next.Cells) is { } lower)
        {
            header = new SheetRow(next.Number, lower, Errors: []);
            next = all.MoveNext() ? all.Current : null;
        }

        _headerRow = header.Number;
        Header = [.. header.Cells.Select(cell => cell.Trim())];
        WriteLine(header.Number, header.Cells, header.Cells.Count);
        long last = header.Number;
        for (; next is not null; next = all.MoveNext() ? all.Current : null)
        {
            if (Header[0] != UserColumnNames.RejectReason && UserColumnNames.BeginsOtherTable(next.Cells, header.Cells, isAfterGap: next.Number > last + 1))
            {
                SecondTable = next.Number;
                return;
            }

            last = next.Number;

            _surplus += Math.Max(0, next.Cells.Count - header.Cells.Count);
            WriteLine(next.Number, WithErrors(next), _surplus > MaxSurplus ? header.Cells.Count + 1 : next.Cells.Count);
            if (next.Errors.Count > 0)
            {
                _errors.Add(next.Number, next.Errors);
            }
        }
    }

    private static IEnumerable<SheetRow> Rest(IEnumerator<SheetRow> rows)
    {
        while (rows.MoveNext())
        {
            yield return rows.Current;
        }
    }

    private static bool IsHeader(IReadOnlyList<string> cells, IReadOnlyDictionary<string, string>? map) =>
        UserColumnNames.NamesPeople(cells) || (map?.Values.Any(column => column.Length > 0 && cells.Contains(column.Trim(), StringComparer.OrdinalIgnoreCase)) == true);

    /// <summary>A header with the names that stand above it, in the places that it leaves out because those columns are merged over both rows.</summary>
    private static SheetRow WithUpper(SheetRow? upper, SheetRow header) =>
        upper is not null && upper.Number == header.Number - 1 && upper.Cells.Where((cell, i) => (i >= header.Cells.Count || header.Cells[i].Length == 0) && UserColumnNames.FieldOf(cell) is not null).Any()
            ? header with { Cells = Merge(upper.Cells, header.Cells) }
            : header;

    /// <summary>The names of both rows of a header whose second row names the parts of merged columns; null where the second row holds anything but such names.</summary>
    private static string[]? Lower(IReadOnlyList<string> upper, IReadOnlyList<string> lower) =>
        lower.Any(cell => cell.Length > 0 && UserColumnNames.FieldOf(cell) is null) ? null : Merge(upper, lower);

    /// <summary>The lower name of each column, or the upper one where there is none.</summary>
    private static string[] Merge(IReadOnlyList<string> upper, IReadOnlyList<string> lower)
    {
        string[] names = new string[Math.Max(upper.Count, lower.Count)];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = i < lower.Count && lower[i].Length > 0 ? lower[i] : i < upper.Count ? upper[i] : "";
        }

        return names;
    }

    /// <summary>The cells of a row, those with an error as an import knows it again in a file of rejected rows.</summary>
    private static IReadOnlyList<string> WithErrors(SheetRow row)
    {
        if (row.Errors.Count == 0)
        {
            return row.Cells;
        }

        string[] cells = [.. row.Cells];
        foreach (SheetError error in row.Errors.Where(error => !error.IsFraction && error.Column < cells.Length && !SpreadsheetText.IsError(cells[error.Column])))
        {
            cells[error.Column] = SpreadsheetText.NotAvailable;
        }

        return cells;
    }

    private void WriteLine(long number, IReadOnlyList<string> cells, int most)
    {
        while (++_line < number)
        {
            _writer.WriteLine();
        }

        for (int i = 0; i < cells.Count && i < most; i++)
        {
            if (i > 0)
            {
                _writer.Write(',');
            }

            // What a reader of tables takes off again.
            WriteCell(SpreadsheetText.Escape(i == most - 1 && cells.Count > most ? cells[^1] : cells[i])!);
        }

        _writer.WriteLine();
    }

    private void WriteCell(string cell)
    {
        if (cell.AsSpan().ContainsAny(",\"\r\n") || (cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1]))))
        {
            _writer.Write('"');
            _writer.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
            _writer.Write('"');
        }
        else
        {
            _writer.Write(cell);
        }
    }
}
