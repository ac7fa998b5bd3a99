using CsvHelper;

namespace PermModule.Transfer;

/// <summary>The records of delimited text, one after the other. It knows where each ends, so that reading can go on after a quote that is never closed.</summary>
internal sealed class DelimitedText : IDisposable
{
    /// <summary>The reader gives up looking for the end of a longer row.</summary>
    private const int MaxScan = 16 * 1024 * 1024;

    /// <summary>Each costs a scan of up to <see cref="MaxScan"/>; a file with more is no table.</summary>
    private const int MaxUnclosed = 100;

    private readonly Stream _source;
    private readonly Stream _text;
    private readonly CsvReaderOptions _options;
    private readonly TextPool _texts = new();
    private CsvReader _csv;
    private CsvMalformedReason? _malformed;
    private long _base;
    private long _end;
    private long _unclosedLine;
    private int _unclosed;

    public DelimitedText(Stream source, TextForm form, char delimiter)
    {
        _source = source;
        _text = ImportText.Open(source, form);
        _options = new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            SkipEmptyLines = false,
            MaxRecordSize = MaxScan,
            OnMalformedRecord = record => _malformed = record.Reason,
        };
        _csv = OpenAt(0, _options);
    }

    /// <summary>The bytes of the record.</summary>
    public ReadOnlySpan<byte> Record => _csv.RawRecord;

    /// <summary>How many cells the record has.</summary>
    public int Count => _csv.FieldCount;

    /// <summary>True when a quote of the record is not closed where its cell ends.</summary>
    public bool IsUnclosed => _malformed == CsvMalformedReason.UnterminatedQuote || (HasTextAfterQuote && Record.IndexOfAny((byte)'\r', (byte)'\n') >= 0);

    /// <summary>True when text follows the closing quote of a cell.</summary>
    public bool HasTextAfterQuote => _malformed == CsvMalformedReason.TextAfterClosingQuote;

    /// <summary>True when the record ends where the file does, without a line break.</summary>
    public bool IsAtEnd => ReferenceEquals(_text, _source) && _base + _end == _source.Length;

    /// <summary>Goes to the next record. False at the end of the file.</summary>
    /// <exception cref="CsvFormatException">A quote is never closed, or the record is too long.</exception>
    public bool Read()
    {
        _malformed = null;
        if (!_csv.Read())
        {
            return false;
        }

        if (!IsUnclosed)
        {
            _end = _csv.ByteOffset + Record.Length;
        }

        return true;
    }

    /// <summary>A cell without its quotes.</summary>
    public string Cell(int index) => _texts.Get(_csv.GetSpan(index));

    /// <summary>The bytes of a cell without its quotes.</summary>
    public ReadOnlySpan<byte> Bytes(int index) => _csv.GetSpan(index);

    /// <summary>The bytes of a cell as they stand in the file.</summary>
    public ReadOnlySpan<byte> RawBytes(int index) => _csv.GetRawSpan(index);

    /// <summary>Reads the line on which a quote is opened that is never closed as a record of its own. False when the rest of the file is given up.</summary>
    public bool TryReadUnclosedLine()
    {
        if (!ReferenceEquals(_text, _source) || ++_unclosed > MaxUnclosed)
        {
            return false;
        }

        _unclosedLine = AfterLineBreak(_base + _end);
        Reopen(_unclosedLine, _options with { AllowLineBreaksInQuotes = false });
        try
        {
            return _csv.Read();
        }
        catch (CsvFormatException)
        {
            // Not even its line ends: the rest of the file is one row.
            return false;
        }
    }

    /// <summary>Goes on after the line that was read as a record of its own.</summary>
    public void ContinueAfterLine() => Reopen(AfterLineBreak(_unclosedLine + Record.Length), _options);

    /// <summary>Reads no further: no record follows.</summary>
    public void GiveUp()
    {
        _csv.Dispose();
        _csv = CsvReader.Create(Array.Empty<byte>(), _options);
    }

    public void Dispose()
    {
        _csv.Dispose();
        if (!ReferenceEquals(_text, _source))
        {
            _text.Dispose();
        }
    }

    private void Reopen(long offset, CsvReaderOptions options)
    {
        _csv.Dispose();
        _csv = OpenAt(offset, options);
    }

    private CsvReader OpenAt(long offset, CsvReaderOptions options)
    {
        if (offset > 0)
        {
            _text.Position = offset;
        }

        _base = ReferenceEquals(_text, _source) ? _text.Position : 0;
        _end = 0;
        return CsvReader.Create(_text, options, leaveOpen: true);
    }

    private long AfterLineBreak(long position)
    {
        _text.Position = position;
        int next = _text.ReadByte();
        if (next == '\r')
        {
            position++;
            next = _text.ReadByte();
        }

        return next == '\n' ? position + 1 : position;
    }
}
