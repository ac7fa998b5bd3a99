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
    public const int MaxRow = 1024 * 1024;

    /// <summary>A longer row is not taken for the header of another table.</summary>
    private const int MaxHeader = 16 * 1024;

    private readonly DelimitedText _text;
    private readonly byte _delimiter;
    private readonly UserRowParser _parser;
    private readonly bool _keepRaw;
    private readonly UserColumns _columns;
    private readonly bool _hasReason;
    private long _row;
    private byte[] _rawHeader = [];
    private byte[] _headerLine = [];
    private bool _isTemplate;
    private bool _isStateKnown;
    private bool _hasRows;
    private bool _isAfterGap;

    public DelimitedReader(Stream source, TextForm form, FileShape shape, UserRowParser parser, IReadOnlyDictionary<string, string>? map, bool keepRaw)
    {
        _parser = parser;
        _keepRaw = keepRaw;
        _delimiter = (byte)shape.Delimiter;
        _text = new DelimitedText(source, form, shape.Delimiter);
        try
        {
            _columns = ReadHeader(map, shape.Delimiter);
        }
        catch (CsvFormatException error)
        {
            _text.Dispose();
            throw new PermInvalidInputException(ErrorId.FormatUnknown, "The header is no line of a table: a quote in it is never closed, or it is too long. Fix it.", target: null, error);
        }
        catch
        {
            _text.Dispose();
            throw;
        }

        _hasReason = _columns.Header[0].Trim() == UserColumnNames.RejectReason;
    }

    public override IReadOnlyList<string> Unknown => _columns.Unknown;

    public override IReadOnlyList<string> NotKept => _columns.NotKept;

    public override byte[] RawHeader => _rawHeader;

    public override IReadOnlyList<string> Header => _hasReason ? [.. _columns.Header.Skip(1)] : _columns.Header;

    /// <summary>True for the lines that programs put in front of a table: <c>sep=;</c> of spreadsheets, <c>#TYPE</c> of PowerShell, <c>version:v1.0</c> of Entra's templates.</summary>
    public static bool IsPreamble(ReadOnlySpan<byte> line) => Starts(Unquoted(line), "sep="u8) ? Unquoted(line).Length <= "sep=,".Length : Starts(line, "#TYPE "u8) || IsVersion(line);

    /// <summary>The delimiter that a line <c>sep=;</c> names, or null.</summary>
    public static char? NamedDelimiter(ReadOnlySpan<byte> line) => IsPreamble(line) && Starts(Unquoted(line), "sep="u8) && Unquoted(line) is [.., var named] && named is not ((byte)'=' or (byte)'"') and < 0x80 ? (char)named : null;

    public override ImportRow? Read()
    {
        while (true)
        {
            try
            {
                if (!_text.Read())
                {
                    return null;
                }
            }
            catch (CsvFormatException)
            {
                return ReadUnclosed();
            }

            if (_text.IsUnclosed)
            {
                return ReadUnclosed();
            }

            _row++;
            ReadOnlySpan<byte> raw = _text.Record;
            if (IsSkipped(raw))
            {
                _isAfterGap |= IsBlank(raw);
                continue;
            }

            if (MayBeHeader(raw))
            {
                string[] cells = Cells();
                if (UserColumnNames.Repeats(cells, _columns.Header))
                {
                    continue;
                }

                if (_hasRows && UserColumnNames.BeginsOtherTable(cells, _columns.Header, _isAfterGap))
                {
                    SecondTable = _row;
                    _text.GiveUp();
                    return null;
                }
            }

            (_hasRows, _isAfterGap) = (true, false);
            CheckState();
            return Check(raw) ?? Parse();
        }
    }

    public override string? Cell(UserField field)
    {
        int index = _columns.Index(field);

        // Spreadsheets and mail programs leave out the empty cells at the end of a row.
        return index < 0 ? null : index < _text.Count ? SpreadsheetText.Unescape(_text.Cell(index)) : "";
    }

    public override string Column(UserField field) => _columns.Name(field);

    protected override void Dispose(bool disposing) => _text.Dispose();

    private UserColumns ReadHeader(IReadOnlyDictionary<string, string>? map, char delimiter)
    {
        while (_text.Read())
        {
            _row++;
            ReadOnlySpan<byte> raw = _text.Record;
            if (raw.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0 || IsPreamble(raw))
            {
                _isTemplate |= IsVersion(raw);
                continue;
            }

            _headerLine = raw.ToArray();
            UserColumns columns = UserColumns.Find(Cells(), map, delimiter);
            if (_keepRaw)
            {
                _rawHeader = raw[(columns.Header[0].Trim() == UserColumnNames.RejectReason ? AfterFirstCell() : 0)..].ToArray();
            }

            return columns;
        }

        throw new PermInvalidInputException(ErrorId.FileEmpty, "The file holds no header.", target: null);
    }

    private string[] Cells()
    {
        string[] cells = new string[_text.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = _text.Cell(i);
        }

        return cells;
    }

    /// <summary>False for nearly every row of people, without looking at each of its cells. In a file of rejected rows any row can be one.</summary>
    private bool MayBeHeader(ReadOnlySpan<byte> raw) => !_hasReason && raw.Length <= MaxHeader && !raw.Contains((byte)'@') && raw.IndexOfAnyInRange((byte)'0', (byte)'9') < 0;

    private bool IsSkipped(ReadOnlySpan<byte> raw)
    {
        // Spreadsheets write lines of nothing but separators below a table; files put one behind the other repeat their header, with its byte order mark.
        return (raw.StartsWith(Encoding.UTF8.Preamble) ? raw[Encoding.UTF8.Preamble.Length..] : raw).SequenceEqual(_headerLine)
            || IsBlank(raw)
            || (_isTemplate && Starts(raw, "Example:"u8));
    }

    private bool IsBlank(ReadOnlySpan<byte> raw) => raw.IndexOfAnyExcept(_delimiter, (byte)' ', (byte)'\t') < 0;

    private ImportRow Parse() => _parser.Parse(_row, this, Raw());

    private byte[]? Raw() => _keepRaw ? _text.Record[(_hasReason && _text.Count > 1 ? AfterFirstCell() : 0)..].ToArray() : null;

    private int AfterFirstCell() => Math.Min(_text.RawBytes(0).Length + 1, _text.Record.Length);

    /// <summary>What makes the row as a whole unusable, or null.</summary>
    private ImportRow? Check(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > MaxRow)
        {
            int longest = Enumerable.Range(0, _text.Count).MaxBy(i => _text.RawBytes(i).Length);
            return Reject(ErrorId.ValueTooLong, $"The row has {raw.Length} bytes; at most {MaxRow} are allowed. Shorten the longest cell.", longest);
        }

        if (!Utf8.IsValid(raw))
        {
            int bad = Enumerable.Range(0, _text.Count).FirstOrDefault(i => !Utf8.IsValid(_text.RawBytes(i)));
            return Reject("InvalidEncoding", "The cell holds bytes that are not UTF-8 text. Save the file as UTF-8, or name its encoding, such as windows-1252.", bad);
        }

        int nul = raw.IndexOf((byte)0);
        if (nul >= 0)
        {
            int bad = Enumerable.Range(0, _text.Count).FirstOrDefault(i => _text.RawBytes(i).Contains((byte)0));
            return Reject(ErrorId.InvalidCharacter, "The cell holds the control character U+0000. Remove it.", bad);
        }

        if (_text.HasTextAfterQuote)
        {
            return Reject("MalformedRow", "There is text after the closing quote of a cell. Double the quotes inside a quoted cell.", column: null);
        }

        return CheckCount();
    }

    /// <summary>A row may be shorter than the header: what is missing is empty. What stands behind the last named column has no meaning.</summary>
    private ImportRow? CheckCount()
    {
        int count = _text.Count;
        int reasons = _hasReason ? 1 : 0;
        if (count == reasons + 1 && _columns.Named > count && _text.Bytes(reasons).IndexOfAny(",;\t"u8) >= 0)
        {
            return Reject("WrongCellCount", $"The row has a single cell where the header has {_columns.Named - reasons}, and that cell holds another delimiter. Use one delimiter in the whole file.", column: null);
        }

        for (int i = _columns.Named; i < count; i++)
        {
            if (!_text.Bytes(i).Trim(" \t"u8).IsEmpty)
            {
                return Reject("WrongCellCount", $"The row has {Quantity.Of(count, "cell")} where the header has {_columns.Named}. Remove cells, or quote a cell that holds the delimiter.", column: null);
            }
        }

        // A file that was cut off while it was copied ends like this.
        EndsInMidRow |= count < _columns.Named && _text.IsAtEnd;
        return null;
    }

    /// <summary>A column called State holds a province, or says who is active: its first value tells.</summary>
    private void CheckState()
    {
        if (!_isStateKnown && _columns.State >= 0 && _columns.State < _text.Count && StateWords.State(_text.Cell(_columns.State).Trim()) is not null)
        {
            throw UserColumns.StateUnknown(_columns.Header[_columns.State].Trim());
        }

        _isStateKnown = true;
    }

    private static bool Starts(ReadOnlySpan<byte> line, ReadOnlySpan<byte> text) => line.Length >= text.Length && Ascii.EqualsIgnoreCase(line[..text.Length], text);

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> line) => line.Trim((byte)'"');

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
                
                // If the row as a whole is wrong, its other cells are not shown here; the file of rejected rows has them.
                Value = column is { } cell && cell < _text.Count ? TextRules.Cut(Start(_text.RawBytes(cell))) : null,
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
        return index >= 0 && index < _text.Count && _text.Bytes(index) is { Length: <= 1024 } cell && Utf8.IsValid(cell)
            ? SpreadsheetText.Unescape(Encoding.UTF8.GetString(cell)).Trim()
            : null;
    }

    private bool IsIdentity(int column) => column == _columns.Index(UserField.UserName) || column == _columns.Index(UserField.Email) || column == _columns.Index(UserField.ExternalId);

    private static string Start(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 400)]);

    /// <summary>Rejects the line on which a quote is opened that is not closed where it should be, and goes on behind it.</summary>
    private ImportRow ReadUnclosed()
    {
        _row++;
        if (_text.TryReadUnclosedLine())
        {
            ImportRow row = Reject(ErrorId.UnclosedQuote, "A quote is opened in this row and not closed where the cell ends. Close it, or double it if it belongs to the text.", column: null);
            _text.ContinueAfterLine();
            return row;
        }

        IsIncomplete = true;
        _text.GiveUp();
        return new ImportRow
        {
            Row = _row,
            Reject = new PermImportReject { Row = _row, ErrorId = "UnclosedQuote", Reason = "A quote is opened in or after this row and never closed; nothing after it was read. Fix the row and import the rest." },
            IsDoubtful = true,
            Raw = _keepRaw ? [] : null,
        };
    }
}
