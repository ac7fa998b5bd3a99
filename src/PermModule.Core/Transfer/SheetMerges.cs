namespace PermModule.Transfer;

/// <summary>
/// Fills what is merged over several rows of one column into all of them: programs save such a value in the first row alone.
/// A sheet names its merged cells behind its rows, so a sheet that has such ones is read twice.
/// </summary>
internal sealed class SheetMerges
{
    /// <summary>Pairs of rows in eight columns, down to the last row of a sheet.</summary>
    private const int MaxRanges = 4_194_304;

    private readonly Dictionary<int, (long Last, string Text, SheetError? Error)> _open = [];
    private readonly List<int> _closed = [];
    private List<(long First, long Last, int Column)> _ranges = [];
    private int _next;

    /// <summary>True once the sheet was read to its end.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Notes a merged range such as <c>B2:B4</c>; one over several columns has its value in the first cell alone, as ever.</summary>
    /// <exception cref="InvalidDataException">There are more than a sheet can have.</exception>
    public void Add(string range)
    {
        if (range.Split(':') is not [string from, string to])
        {
            return;
        }

        (int column, long first) = SheetReader.Cell(from);
        (int lastColumn, long last) = SheetReader.Cell(to);
        if (column == lastColumn && first < last)
        {
            if (_ranges.Count == MaxRanges)
            {
                throw new InvalidDataException($"more cells are merged than can be read, from {range} on.");
            }

            _ranges.Add((first, last, column));
        }
    }

    /// <summary>Keeps the ranges of the rows of a table.</summary>
    /// <param name="header">The row of its header. A name that is merged into the row below is no value.</param>
    /// <param name="end">The row with which something else begins, or null.</param>
    /// <param name="columns">How many columns it has.</param>
    /// <returns>True if there are any, so that the sheet must be read again.</returns>
    public bool Keep(long header, long? end, int columns)
    {
        IsKnown = true;
        _ranges = [.. _ranges.Where(range => range.First > header && !(range.First >= end) && range.Column < columns).Order()];
        return _ranges.Count > 0;
    }

    /// <summary>Fills a row that holds something of its own.</summary>
    /// <param name="row">Its number; they ascend.</param>
    /// <param name="cells">Its texts.</param>
    /// <param name="errors">The cells that hold errors.</param>
    public void Fill(long row, List<string> cells, List<SheetError> errors)
    {
        foreach ((int column, (long last, string text, SheetError? error)) in _open)
        {
            if (last < row)
            {
                _closed.Add(column);
                continue;
            }

            while (cells.Count <= column)
            {
                cells.Add("");
            }

            cells[column] = text;
            errors.RemoveAll(own => own.Column == column);
            if (error is not null)
            {
                errors.Add(error);
            }
        }

        _closed.ForEach(column => _open.Remove(column));
        _closed.Clear();
        for (; _next < _ranges.Count && _ranges[_next].First <= row; _next++)
        {
            (long first, long last, int column) = _ranges[_next];
            if (first == row && column < cells.Count && cells[column].Length > 0)
            {
                _open.TryAdd(column, (last, cells[column], errors.Find(error => error.Column == column)));
            }
        }
    }
}
