using System.Globalization;
using System.Text;
using System.Text.Unicode;
using System.Xml;
using CsvHelper;

namespace PermModule.Transfer;

/// <summary>
/// Turns a table of rejected rows into a workbook, in which people fix them and which an import reads.
/// A row that cells cannot hold as it was has its text behind the last column, so that an import rejects it until somebody has looked at it.
/// </summary>
internal static class RejectWorkbook
{
    private const double ReasonWidth = 60;
    private const double Width = 24;

    /// <summary>One column less than a worksheet has: a row with a cell too many must have room for it.</summary>
    private const int MaxColumns = 16_383;

    /// <summary>The most characters in the name of a column of a table.</summary>
    private const int MaxName = 255;

    /// <summary>Why the columns do not fit a workbook, or null where they do.</summary>
    /// <param name="header">The names of the columns, that of the reason included.</param>
    public static string? WhyNot(IReadOnlyList<string> header)
    {
        string[] names = Names(header);
        return names.Length > MaxColumns ? string.Create(CultureInfo.InvariantCulture, $"they have {names.Length - 1} columns, and at most {MaxColumns - 1} fit")
            : names.FirstOrDefault(name => name.Length > MaxName) is { } longest ? string.Create(CultureInfo.InvariantCulture, $"the name of the column '{TextRules.Cut(longest)}' has {longest.Length} characters, and at most {MaxName} fit")
            : null;
    }

    /// <summary>Writes the workbook.</summary>
    /// <param name="path">Where.</param>
    /// <param name="table">The table with its header, in UTF-8 with a mark; it stays open.</param>
    /// <param name="delimiter">What stands between its cells.</param>
    public static void Write(string path, Stream table, char delimiter)
    {
        OutputFile.Write(
            path,
            overwrite: false,
            stream =>
            {
                using DelimitedText rows = new(table, new TextForm(Encoding: null, Encoding.UTF8.Preamble.Length), delimiter);
                using WorkbookWriter book = new(stream);
                if (rows.Read())
                {
                    WriteRows(book, rows, [.. Names([.. Enumerable.Range(0, rows.Count).Select(rows.Cell)]).Select((name, i) => (name, i == 0 ? ReasonWidth : Width))]);
                }

                book.Finish();
            },
            ownerOnly: true);
    }

    private static void WriteRows(WorkbookWriter book, DelimitedText rows, (string, double)[] columns)
    {
        int sheets = 1;
        book.StartSheet("Rejected", columns);
        while (true)
        {
            bool isUnclosed;
            try
            {
                if (!rows.Read())
                {
                    return;
                }

                isUnclosed = rows.IsUnclosed;
            }
            catch (CsvFormatException)
            {
                isUnclosed = true;
            }

            if (isUnclosed && !rows.TryReadUnclosedLine())
            {
                return;
            }

            if (book.IsFull)
            {
                book.StartSheet(string.Create(CultureInfo.InvariantCulture, $"Rejected {++sheets}"), columns);
            }

            WriteRow(book, rows, columns.Length, isHeld: !isUnclosed && IsHeld(rows));
            if (isUnclosed)
            {
                rows.ContinueAfterLine();
            }
        }
    }

    /// <summary>True for a row that is read back from cells as it was.</summary>
    private static bool IsHeld(DelimitedText row) =>
        !row.HasTextAfterQuote && row.Record.Length <= DelimitedReader.MaxRow && Utf8.IsValid(row.Record) && !Encoding.UTF8.GetString(row.Record).Any(IsUnfit);

    private static void WriteRow(WorkbookWriter book, DelimitedText row, int columns, bool isHeld)
    {
        int count = Math.Min(row.Count, MaxColumns + 1);
        while (count > columns && row.Bytes(count - 1).Trim(" \t"u8).IsEmpty)
        {
            count--;
        }

        for (int i = 0; i < Math.Max(columns, count); i++)
        {
            string cell = i < count ? SpreadsheetText.Unescape(row.Cell(i)) : "";
            book.Add(Cut(isHeld ? cell : Fit(cell)));
        }

        if (!isHeld && count <= MaxColumns)
        {
            ReadOnlySpan<byte> record = row.Record;
            string text = Encoding.UTF8.GetString(record[Math.Min(row.RawBytes(0).Length + 1, record.Length)..Math.Min(record.Length, DelimitedReader.MaxRow)]);
            book.Add(Cut($"The row as it was: {string.Concat(text.Select(c => IsUnfit(c) ? string.Create(CultureInfo.InvariantCulture, $"<U+{(int)c:X4}>") : c.ToString()))}"));
        }

        book.EndRow();
    }

    /// <summary>True for a character that a workbook does not hold.</summary>
    private static bool IsUnfit(char c) => !char.IsSurrogate(c) && !XmlConvert.IsXmlChar(c);

    private static string Fit(string text) => text.Any(IsUnfit) ? string.Concat(text.Select(c => IsUnfit(c) ? '\uFFFD' : c)) : text;

    private static string Cut(string cell) => TextRules.Start(cell, WorkbookWriter.MaxCell);

    /// <summary>
    /// The names of the columns. A table in a workbook has no two of one name, and none without;
    /// what stands behind the last name has no meaning, and must get none.
    /// </summary>
    private static string[] Names(IReadOnlyList<string> header)
    {
        int count = header.Count;
        while (count > 0 && string.IsNullOrWhiteSpace(header[count - 1]))
        {
            count--;
        }

        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        string[] names = new string[count];
        for (int i = 0; i < names.Length; i++)
        {
            string name = Fit(header[i].Trim().TrimStart('\uFEFF'));
            string free = name.Length == 0 ? $"({i + 1})" : name;
            for (int next = 2; !taken.Add(free); next++)
            {
                free = $"{name} ({next})";
            }

            names[i] = free;
        }

        return names;
    }
}
