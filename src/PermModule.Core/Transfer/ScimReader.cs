using System.Globalization;
using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>
/// Reads people from SCIM 2.0 Users: one, an array of them, a ListResponse, or several such documents one after the other, as in JSON lines.
/// One resource is in memory at a time.
/// </summary>
internal sealed class ScimReader : UserFileReader
{
    private const int MaxUser = 1024 * 1024;
    private const string NotUnicode = "The text holds bytes or escapes that are not Unicode text. Fix them.";

    private readonly Stream _source;
    private readonly Stream _text;
    private readonly ScimDocuments _documents;
    private readonly UserRowParser _parser;
    private readonly Dictionary<UserField, string> _map;
    private readonly bool _keepRaw;
    private readonly ScimUser _user = new();
    private long _row;

    public ScimReader(Stream source, TextForm form, UserRowParser parser, IReadOnlyDictionary<string, string>? map, bool keepRaw)
    {
        _source = source;
        _text = ImportText.Open(source, form);
        _documents = new ScimDocuments(new JsonStream(_text));
        _parser = parser;
        _map = UserColumnMap.Read(map);
        _keepRaw = keepRaw;
    }

    public override string? WhyNotWhole => base.WhyNotWhole ?? _documents.WhyNotWhole;

    public override ImportRow? Read()
    {
        if (IsIncomplete)
        {
            return null;
        }

        try
        {
            return _documents.Read() ? Parse(_documents.User, _documents.Raw) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException && _row > 0)
        {
            // The users before are read and stay; the file of rejected rows cannot hold what is no JSON.
            IsIncomplete = true;
            return new ImportRow
            {
                Row = ++_row,
                Reject = new PermImportReject { Row = _row, ErrorId = "NotJson", Reason = $"The file is not valid JSON from here on, and nothing after it was read: {Describe(error)}" },
                IsDoubtful = true,
            };
        }
        catch (JsonException error)
        {
            throw NotJson(error);
        }
        catch (InvalidOperationException error)
        {
            // What the parser throws where a name holds half a surrogate pair.
            throw NotJson(error);
        }
    }

    public override string? Cell(UserField field)
    {
        try
        {
            return _map.TryGetValue(field, out string? path) ? (path.Length == 0 ? null : _user.At(path)) : _user.Cell(field);
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException(NotUnicode, error);
        }
    }

    public override string Column(UserField field) => _map.TryGetValue(field, out string? path) && path.Length > 0 ? path : Scim.Name(field);

    protected override void Dispose(bool disposing)
    {
        _documents.Dispose();
        if (!ReferenceEquals(_text, _source))
        {
            _text.Dispose();
        }
    }

    private ImportRow Parse(JsonElement element, ReadOnlySpan<byte> raw)
    {
        _row++;
        byte[]? kept = _keepRaw ? raw.ToArray() : null;
        bool isUser;
        try
        {
            isUser = _user.Take(element);
        }
        catch (InvalidOperationException)
        {
            return Reject(ErrorId.InvalidValue, NotUnicode, kept);
        }

        if (!isUser)
        {
            return _row == 1 ? throw ScimDocuments.NotScim() : Reject("NotScim", $"This is not a SCIM 2.0 User: it neither names the schema {Scim.UserSchema} nor has a user name or an e-mail address.", kept);
        }

        if (_row == 1 && _user.UnknownState is { } state && !_map.ContainsKey(UserField.Active) && !_map.ContainsKey(UserField.Inactive))
        {
            throw UserColumns.StateUnknown(state);
        }

        if (_user.Twice is { } twice)
        {
            return Reject("InvalidValue", $"The user has the attribute '{TextRules.Cut(twice)}', or another for the same, twice. Keep one.", kept);
        }

        return raw.Length > MaxUser
            ? Reject(ErrorId.ValueTooLong, $"The user has {raw.Length} bytes; at most {MaxUser} are allowed. Shorten its longest value.", kept)
            : _parser.Parse(_row, this, kept);
    }

    private ImportRow Reject(string errorId, string reason, byte[]? raw) => new()
    {
        Row = _row,
        Reject = new PermImportReject { Row = _row, ErrorId = errorId, Reason = reason },
        IsDoubtful = true,
        Raw = raw,
    };

    private static PermInvalidInputException NotJson(Exception error) =>
        new(ErrorId.NotJson, $"The file is not valid JSON: {Describe(error)}", target: null, error);

    // What the parser says may hold any length of the file.
    private static string Describe(Exception error) => error is JsonException { LineNumber: { } line } json
        ? string.Create(CultureInfo.InvariantCulture, $"{TextRules.Cut(json.Message)} (line {line + 1}, byte {json.BytePositionInLine + 1}).")
        : TextRules.Cut(error.Message);
}
