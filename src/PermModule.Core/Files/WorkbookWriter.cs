using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Tables;
using SpreadCheetah.Worksheets;

namespace PermModule.Files;

/// <summary>Writes an Excel workbook to a stream, row by row: each sheet holds one table with filters under a header that stays in view.</summary>
internal sealed class WorkbookWriter : IDisposable
{
    /// <summary>The most rows of a worksheet, its header included.</summary>
    public const int MaxRows = 1_048_576;

    /// <summary>The most characters of a cell.</summary>
    public const int MaxCell = 32_767;

    private const string DateFormat = "yyyy-mm-dd hh:mm";

    private readonly Spreadsheet _book;
    private readonly StyleId _wrapped;
    private readonly List<Cell> _row = [];
    private string[] _columns = [];
    private bool _isOpen;
    private long _rows;

    /// <summary>Begins a workbook; the stream stays open.</summary>
    public WorkbookWriter(Stream stream)
    {
        _book = Wait(Spreadsheet.CreateNewAsync(stream, new SpreadCheetahOptions { DefaultDateTimeFormat = NumberFormat.Custom(DateFormat) }));
        _wrapped = _book.AddStyle(new Style { Alignment = { WrapText = true, Vertical = VerticalAlignment.Top } });
    }

    /// <summary>Begins a sheet with its table.</summary>
    /// <param name="name">The name of the sheet.</param>
    /// <param name="columns">The names and widths of the columns; all names differ.</param>
    public void StartSheet(string name, IReadOnlyList<(string Name, double Width)> columns)
    {
        EndSheet();
        WorksheetOptions options = new() { FrozenRows = 1 };
        for (int i = 0; i < columns.Count; i++)
        {
            options.Column(i + 1).Width = columns[i].Width;
        }

        _columns = [.. columns.Select(column => WorkbookText.Escape(column.Name, isName: true))];
        Wait(_book.StartWorksheetAsync(name, options));
        _book.StartTable(new Table(TableStyle.Medium2, name.Replace(' ', '_')));
        Wait(_book.AddHeaderRowAsync(_columns));
        _isOpen = true;
        _rows = 1;
    }

    /// <summary>True when the sheet has no room for another row.</summary>
    public bool IsFull => _rows >= MaxRows;

    public WorkbookWriter Add(string? text) => Put(new Cell(text is null ? null : WorkbookText.Escape(text)));

    /// <summary>Adds a text that is broken into lines where it is longer than its column is wide.</summary>
    public WorkbookWriter AddLong(string text) => Put(new Cell(WorkbookText.Escape(text), _wrapped));

    public WorkbookWriter Add(bool value) => Put(new Cell(value));

    public WorkbookWriter Add(long? number) => Put(number is { } known ? new Cell(known) : new Cell((string?)null));

    public WorkbookWriter Add(DateTimeOffset? time) => Put(new Cell(time?.UtcDateTime));

    /// <summary>Writes the cells that were added as a row.</summary>
    public void EndRow()
    {
        Wait(_book.AddRowAsync(_row));
        _row.Clear();
        _rows++;
    }

    /// <summary>Ends the workbook. Without this it cannot be opened.</summary>
    public void Finish()
    {
        EndSheet();
        Wait(_book.FinishAsync());
    }

    public void Dispose() => _book.Dispose();

    private WorkbookWriter Put(Cell cell)
    {
        _row.Add(cell);
        return this;
    }

    private void EndSheet()
    {
        if (!_isOpen)
        {
            return;
        }

        // A table has one row at least.
        if (_rows == 1)
        {
            foreach (string _ in _columns)
            {
                Add((string?)null);
            }

            EndRow();
        }

        Wait(_book.FinishTableAsync());
        _isOpen = false;
    }

    // The stream is written in this thread: nothing is left to wait for.
    private static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();

    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();
}
