using CsvHelper;

namespace PermModule.Transfer;

/// <summary>Turns a table of rejected rows into a workbook, in which people fix them and which an import reads.</summary>
internal static class RejectWorkbook
{
    private const double ReasonWidth = 60;
    private const double Width = 24;

    /// <summary>Writes the workbook.</summary>
    /// <param name="path">Where.</param>
    /// <param name="table">The table with its header; it stays open.</param>
    /// <param name="delimiter">What stands between its cells.</param>
    public static void Write(string path, Stream table, char delimiter)
    {
        table.Position = 0;
        OutputFile.Write(
            path,
            overwrite: false,
            stream =>
            {
                using CsvReader rows = CsvReader.Create(table, new CsvReaderOptions { Separator = delimiter, HasHeader = false, OnMalformedRecord = _ => { } }, leaveOpen: true);
                using WorkbookWriter book = new(stream);
                if (rows.Read())
                {
                    string[] header = Names(rows);
                    book.StartSheet("Rejected", [.. header.Select((name, i) => (name, i == 0 ? ReasonWidth : Width))]);
                    while (rows.Read())
                    {
                        WriteRow(book, rows, header.Length);
                    }
                }

                book.Finish();
            },
            ownerOnly: true);
    }

    private static void WriteRow(WorkbookWriter book, CsvReader row, int columns)
    {
        for (int i = 0; i < columns; i++)
        {
            string cell = i < row.FieldCount ? SpreadsheetText.Unescape(row.GetString(i)) : "";
            book.Add(cell.Length > WorkbookWriter.MaxCell ? cell[..WorkbookWriter.MaxCell] : cell);
        }

        book.EndRow();
    }

    /// <summary>The names of the columns. A table in a workbook has no two of one name, and none without.</summary>
    private static string[] Names(CsvReader header)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        string[] names = new string[header.FieldCount];
        for (int i = 0; i < names.Length; i++)
        {
            string name = header.GetString(i).Trim().TrimStart('\uFEFF');
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
