using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace PermModule.Transfer;

/// <summary>
/// Reads people from a table with a header.
/// What is wrong with a row stays the matter of that row: a quote that is never closed costs its line, not the rest of the file.
/// </summary>
internal sealed class DelimitedReader : UserFileReader
{
    /// <summary>A longer row is rejected.</summary>
    private const int MaxRow = 1024 * 1024;

    /// <summary>The reader gives up looking for the end of a longer row.</summary>
    private const int MaxScan = 16 * 1024 * 1024;

    /// <summary>Each costs a scan of up to <see cref="MaxScan"/>; a file with more is no table.</summary>
    private const int MaxUnclosed = 100;

    private readonly Stream _source;
    private readonly Stream _text;
    private readonly UserRowParser _parser;
    private readonly bool _keepRaw;
    private readonly CsvReaderOptions _options;
    private readonly UserColumns _columns;
    private readonly bool _hasReason;
    private CsvReader _csv;
    private CsvMalformedReason? _malformed;
    private long _base;
    private long _end;
    private long _row;
    private int _unclosed;
    private byte[] _rawHeader = [];
    private bool _isTemplate;
    private bool _isStateKnown;

    public DelimitedReader(Stream source, TextForm form, FileShape shape, UserRowParser parser, IReadOnlyDictionary<string, string>? map, bool keepRaw)
    {
        _source = source;
        _parser = parser;
        _keepRaw = keepRaw;
        _text = ImportText.Open(source, form);
        _options = new CsvReaderOptions
        {
            Separator = shape.Delimiter,
            HasHeader = false,
            SkipEmptyLines = false,
            MaxRecordSize = MaxScan,
            OnMalformedRecord = record => _malformed = record.Reason,
        };
        _csv = OpenAt(0, _options);
        try
        {
            _columns = ReadHeader(map, shape.Delimiter);
        }
        catch (CsvFormatException error)
        {
            _csv.Dispose();
            throw new PermInvalidInputException(ErrorId.FormatUnknown, "The header is no line of a table: a quote in it is never closed, or it is too long. Fix it.", target: null, error);
        }
        catch
        {
            _csv.Dispose();
            throw;
        }

        _hasReason = _columns.Header[0].Trim() == UserColumns.RejectReason;
    }

    public override IReadOnlyList<string> Unknown => _columns.Unknown;

    public override IReadOnlyList<string> NotKept => _columns.NotKept;

    public override byte[] RawHeader => _rawHeader;

    /// <summary>True for the lines that programs put in front of a table: <c>sep=;</c> of spreadsheets, <c>#TYPE</c> of PowerShell, <c>version:v1.0</c> of Entra's templates.</summary>
    public static bool IsPreamble(ReadOnlySpan<byte> line) => (line.Length <= 5 && Starts(line, "sep="u8)) || Starts(line, "#TYPE "u8) || IsVersion(line);

    public override ImportRow? Read()
    {
        while (true)
        {
            _malformed = null;
            bool hasRow;
            try
            {
                hasRow = _csv.Read();
            }
            catch (CsvFormatException)
            {
                return ReadUnclosed();
            }

            if (!hasRow)
            {
                return null;
            }

            _row++;
            ReadOnlySpan<byte> raw = _csv.RawRecord;
            if (_malformed == CsvMalformedReason.UnterminatedQuote || (_malformed == CsvMalformedReason.TextAfterClosingQuote && raw.IndexOfAny((byte)'\r', (byte)'\n') >= 0))
            {
                _row--;
                return ReadUnclosed();
            }

            _end = _csv.ByteOffset + raw.Length;
            if (!IsSkipped(raw))
            {
                CheckState();
                return Check(raw) ?? Parse();
            }
        }
    }

    public override string? Cell(UserField field)
    {
        int index = _columns.Index(field);

        // Spreadsheets and mail programs leave out the empty cells at the end of a row.
        return index < 0 ? null : index < _csv.FieldCount ? SpreadsheetText.Unescape(_csv.GetString(index)) : "";
    }

    public override string Column(UserField field) => _columns.Name(field);

    protected override void Dispose(bool disposing)
    {
        _csv.Dispose();
        if (!ReferenceEquals(_text, _source))
        {
            _text.Dispose();
        }
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

    private UserColumns ReadHeader(IReadOnlyDictionary<string, string>? map, char delimiter)
    {
        while (_csv.Read())
        {
            _row++;
            ReadOnlySpan<byte> raw = _csv.RawRecord;
            _end = _csv.ByteOffset + raw.Length;
            if (raw.IsEmpty || IsPreamble(raw))
            {
                _isTemplate |= IsVersion(raw);
                continue;
            }

            string[] header = new string[_csv.FieldCount];
            for (int i = 0; i < header.Length; i++)
            {
                header[i] = _csv.GetString(i);
            }

            UserColumns columns = UserColumns.Find(header, map, delimiter);
            if (_keepRaw)
            {
                _rawHeader = raw[(columns.Header[0].Trim() == UserColumns.RejectReason ? AfterFirstCell() : 0)..].ToArray();
            }

            return columns;
        }

        throw new PermInvalidInputException(ErrorId.FileEmpty, "The file holds no header.", target: null);
    }

    private bool IsSkipped(ReadOnlySpan<byte> raw)
    {
        // Spreadsheets write lines of nothing but separators below a table.
        return raw.IsEmpty
            || raw.IndexOfAnyExcept((byte)_options.Separator!.Value, (byte)' ', (byte)'\t') < 0
            || (_isTemplate && Starts(raw, "Example:"u8));
    }

    private ImportRow Parse() => _parser.Parse(_row, this, Raw());

    private byte[]? Raw() => _keepRaw ? _csv.RawRecord[(_hasReason && _csv.FieldCount > 1 ? AfterFirstCell() : 0)..].ToArray() : null;

    private int AfterFirstCell() => Math.Min(_csv.GetRawSpan(0).Length + 1, _csv.RawRecord.Length);

    /// <summary>What makes the row as a whole unusable, or null.</summary>
    private ImportRow? Check(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > MaxRow)
        {
            int longest = Enumerable.Range(0, _csv.FieldCount).MaxBy(i => _csv.GetRawSpan(i).Length);
            return Reject(ErrorId.ValueTooLong, $"The row has {raw.Length} bytes; at most {MaxRow} are allowed. Shorten the longest cell.", longest);
        }

        if (!Utf8.IsValid(raw))
        {
            int bad = Enumerable.Range(0, _csv.FieldCount).FirstOrDefault(i => !Utf8.IsValid(_csv.GetRawSpan(i)));
            return Reject("InvalidEncoding", "The cell holds bytes that are not UTF-8 text. Save the file as UTF-8, or name its encoding, such as windows-1252.", bad);
        }

        int nul = raw.IndexOf((byte)0);
        if (nul >= 0)
        {
            int bad = Enumerable.Range(0, _csv.FieldCount).FirstOrDefault(i => _csv.GetRawSpan(i).Contains((byte)0));
            return Reject(ErrorId.InvalidCharacter, "The cell holds the control character U+0000. Remove it.", bad);
        }

        if (_malformed == CsvMalformedReason.TextAfterClosingQuote)
        {
            return Reject("MalformedRow", "There is text after the closing quote of a cell. Double the quotes inside a quoted cell.", column: null);
        }

        return CheckCount();
    }

    /// <summary>A row may be shorter than the header: what is missing is empty. What stands behind the last named column has no meaning.</summary>
    private ImportRow? CheckCount()
    {
        int count = _csv.FieldCount;
        if (count == 1 && _columns.Named > 1 && _csv.GetSpan(0).IndexOfAny(",;\t"u8) >= 0)
        {
            return Reject("WrongCellCount", $"The row has a single cell where the header has {_columns.Named}, and that cell holds another delimiter. Use one delimiter in the whole file.", column: null);
        }

        for (int i = _columns.Named; i < count; i++)
        {
            if (!_csv.GetSpan(i).Trim(" \t"u8).IsEmpty)
            {
                return Reject("WrongCellCount", $"The row has {count} cells where the header has {_columns.Named}. Remove cells, or quote a cell that holds the delimiter.", column: null);
            }
        }

        // A file that was cut off while it was copied ends like this.
        EndsInMidRow |= count < _columns.Named && ReferenceEquals(_text, _source) && _base + _end == _source.Length;
        return null;
    }

    /// <summary>A column called State holds a province, or says who is active: its first value tells.</summary>
    private void CheckState()
    {
        if (!_isStateKnown && _columns.State >= 0 && _columns.State < _csv.FieldCount && StateWords.State(_csv.GetString(_columns.State).Trim()) is not null)
        {
            throw UserColumns.StateUnknown(_columns.Header[_columns.State].Trim());
        }

        _isStateKnown = true;
    }

    private static bool Starts(ReadOnlySpan<byte> line, ReadOnlySpan<byte> text) => line.Length >= text.Length && Ascii.EqualsIgnoreCase(line[..text.Length], text);

    private static bool IsVersion(ReadOnlySpan<byte> line) => Starts(line.TrimStart((byte)'"'), "version:"u8);

    private ImportRow Reject(string errorId, string reason, int? column)
    {
        string? userName = Identity(UserField.UserName);
        string? email = Identity(UserField.Email);
        return new ImportRow
        {
            Row = _row,
            Reject = new PermImportReject
            {
                Row = _row,
                Column = column is { } index && index < _columns.Header.Count ? _columns.Header[index].Trim() : null,
                ErrorId = errorId,
                Reason = reason,
                
                // Where the row as a whole is wrong its other cells are nobody's business here; the file of rejected rows has them.
                Value = column is { } cell && cell < _csv.FieldCount ? TextRules.Cut(Start(_csv.GetRawSpan(cell))) : null,
            },
            UserName = userName,
            Email = email,
            ExternalId = Identity(UserField.ExternalId),
            IsDoubtful = column is null || IsIdentity(column.Value) || (string.IsNullOrEmpty(userName) && string.IsNullOrEmpty(email)),
            Raw = Raw(),
        };
    }

    private string? Identity(UserField field)
    {
        int index = _columns.Index(field);
        return index >= 0 && index < _csv.FieldCount && _csv.GetSpan(index) is { Length: <= 1024 } cell && Utf8.IsValid(cell)
            ? SpreadsheetText.Unescape(Encoding.UTF8.GetString(cell)).Trim()
            : null;
    }

    private bool IsIdentity(int column) => column == _columns.Index(UserField.UserName) || column == _columns.Index(UserField.Email) || column == _columns.Index(UserField.ExternalId);

    private static string Start(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 400)]);

    /// <summary>Rejects the line on which a quote is opened that is not closed where it should be, and goes on behind it.</summary>
    private ImportRow ReadUnclosed()
    {
        long start = _base + _end;
        _row++;
        if (ReferenceEquals(_text, _source) && ++_unclosed <= MaxUnclosed)
        {
            _csv.Dispose();
            start = AfterLineBreak(start);
            _csv = OpenAt(start, _options with { AllowLineBreaksInQuotes = false });
            try
            {
                if (_csv.Read())
                {
                    ImportRow row = Reject(ErrorId.UnclosedQuote, "A quote is opened in this row and not closed where the cell ends. Close it, or double it if it belongs to the text.", column: null);
                    long next = AfterLineBreak(start + _csv.RawRecord.Length);
                    _csv.Dispose();
                    _csv = OpenAt(next, _options);

                    // Closed at the end of its line it cannot swallow the rows after it in the file of rejected rows.
                    return row.Raw is null ? row : row with { Raw = [.. row.Raw, (byte)'"'] };
                }
            }
            catch (CsvFormatException)
            {
                // Not even its line ends: the rest of the file is one row.
            }
        }

        IsIncomplete = true;
        _csv.Dispose();
        _csv = CsvReader.Create(Array.Empty<byte>(), _options);
        return new ImportRow
        {
            Row = _row,
            Reject = new PermImportReject { Row = _row, ErrorId = "UnclosedQuote", Reason = "A quote is opened in or after this row and never closed; nothing after it was read. Fix the row and import the rest." },
            IsDoubtful = true,
            Raw = _keepRaw ? [] : null,
        };
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
