using System.Text;

namespace PermModule.Transfer;

/// <summary>
/// Reads people from a list of e-mail addresses: one or several a line, separated by semicolon or comma, each with or without a name,
/// as mail programs write them: <c>Ann Lee &lt;ann@example.com&gt;; bob@example.com</c>. Lines that start with <c>#</c> are comments.
/// </summary>
internal sealed class AddressListReader : UserFileReader
{
    /// <summary>A longer line, which holds some ten thousand addresses, is rejected.</summary>
    private const int MaxLine = 1024 * 1024;

    private readonly StreamReader _text;
    private readonly UserRowParser _parser;
    private readonly bool _keepRaw;
    private readonly Queue<string> _entries = [];
    private readonly StringBuilder _line = new();
    private ListedAddress _address;
    private long _row;
    private long _number;

    public AddressListReader(Stream source, TextForm form, UserRowParser parser, bool keepRaw)
    {
        Encoding encoding = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFF"));
        Stream text = ImportText.Open(source, form);
        _text = new StreamReader(text, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: -1, leaveOpen: ReferenceEquals(text, source));
        _parser = parser;
        _keepRaw = keepRaw;
    }

    public override ImportRow? Read()
    {
        while (_entries.Count == 0)
        {
            if (!ReadLine(out bool isTooLong))
            {
                return null;
            }

            _row++;
            if (isTooLong)
            {
                return TooLong();
            }

            string line = _line.ToString().Trim();
            bool isHeader = _row == 1 && UserColumnNames.NamesPeople([line]);
            if (line.Length > 0 && line[0] != '#' && !isHeader)
            {
                AddressList.Split(line, _entries);
            }
        }

        string entry = _entries.Dequeue();
        _address = AddressList.Read(entry);
        return _parser.Parse(_row, this, _keepRaw ? Encoding.UTF8.GetBytes(entry) : null) with { Number = ++_number };
    }

    public override string? Cell(UserField field) => field switch
    {
        UserField.Email => _address.Email,
        UserField.FirstName => _address.FirstName,
        UserField.LastName => _address.LastName,
        _ => null,
    };

    public override string Column(UserField field) => field.ToString();

    protected override void Dispose(bool disposing) => _text.Dispose();

    /// <summary>Reads a line, of a longer one no more than its start into memory.</summary>
    private bool ReadLine(out bool isTooLong)
    {
        _line.Clear();
        isTooLong = false;
        int next = _text.Read();
        if (next < 0)
        {
            return false;
        }

        for (; next >= 0 && next != '\n' && next != '\r'; next = _text.Read())
        {
            isTooLong |= _line.Length >= MaxLine;
            if (!isTooLong)
            {
                _line.Append((char)next);
            }
        }

        if (next == '\r' && _text.Peek() == '\n')
        {
            _ = _text.Read();
        }

        return true;
    }

    private ImportRow TooLong() => new()
    {
        Row = _row,
        Number = ++_number,
        Reject = new PermImportReject { Row = _row, Column = nameof(UserField.Email), ErrorId = "ValueTooLong", Reason = $"The line has more than {MaxLine} characters. Write one address a line." },
        IsDoubtful = true,
        Raw = _keepRaw ? [] : null,
    };
}
