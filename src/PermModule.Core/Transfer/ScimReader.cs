using System.Globalization;
using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>
/// Reads people from SCIM 2.0 Users: one, an array of them, a ListResponse, or several such documents one after the other, as in JSON lines.
/// One resource is in memory at a time.
/// </summary>
internal sealed class ScimReader : UserFileReader
{
    private const int MaxBuffer = 16 * 1024 * 1024;
    private const int MaxUser = 1024 * 1024;
    private const string NotUnicode = "The text holds bytes or escapes that are not Unicode text. Fix them.";

    // A user nests four deep; what goes much deeper was made to harm the reader.
    private static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = 64, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly Stream _source;
    private readonly Stream _text;
    private readonly UserRowParser _parser;
    private readonly Dictionary<UserField, string> _map;
    private readonly bool _keepRaw;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _length;
    private bool _isFinal;
    private JsonReaderState _state = new(JsonOptions);
    private readonly ScimUser _user = new();
    private Place _place = Place.Start;
    private ScimList _list = new();
    private string? _whyNotWhole;
    private int _documents;
    private long _row;

    public ScimReader(Stream source, TextForm form, UserRowParser parser, IReadOnlyDictionary<string, string>? map, bool keepRaw)
    {
        _source = source;
        _text = ImportText.Open(source, form);
        _parser = parser;
        _map = UserColumns.Read(map);
        _keepRaw = keepRaw;
    }

    public override string? WhyNotWhole => base.WhyNotWhole ?? _whyNotWhole;

    public override ImportRow? Read()
    {
        if (IsIncomplete)
        {
            return null;
        }

        try
        {
            while (true)
            {
                switch (_place)
                {
                    case Place.Start when !StartDocument():
                        return null;
                    case Place.User or Place.List when ReadUser() is { } row:
                        return row;
                    case Place.Tail:
                        ReadTail();
                        break;
                }
            }
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
        if (!ReferenceEquals(_text, _source))
        {
            _text.Dispose();
        }
    }

    /// <summary>Goes to the users of the next document: into the array at the root, into Resources, or to the root itself. False at the end of the file.</summary>
    private bool StartDocument()
    {
        if (!SkipBlanks())
        {
            return false;
        }

        _documents++;
        if (_documents == 2)
        {
            Distrust("it holds several JSON documents, and nothing says how many there should be");
        }

        _state = new JsonReaderState(JsonOptions);
        _list = new ScimList();
        while (!TryStartDocument())
        {
            Fill();
        }

        return true;
    }

    private bool TryStartDocument()
    {
        Utf8JsonReader json = new(Unread, _isFinal, _state);
        if (!json.Read())
        {
            return false;
        }

        if (json.TokenType == JsonTokenType.StartArray)
        {
            Advance(ref json);
            _place = Place.List;
            return true;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw _row == 0 ? NotScim() : new JsonException("What follows is neither an object nor a list.");
        }

        _list = new ScimList();
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.EndObject)
            {
                // A list that holds nobody may leave its array out.
                _place = Place.User;
                if (_list.Total == 0)
                {
                    Advance(ref json);
                    _place = Place.Start;
                }

                return true;
            }

            bool isResources = IsResources(ref json);
            string? property = isResources ? null : Known(ref json);
            if (!json.Read())
            {
                return false;
            }

            if (isResources && json.TokenType == JsonTokenType.StartArray)
            {
                Advance(ref json);
                _place = Place.List;
                _list.Arrays = 1;
                return true;
            }

            Note(property, ref json);
            if (!json.TrySkip())
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Reads what follows the users of a list: how many there should be, or a second list.</summary>
    private void ReadTail()
    {
        while (true)
        {
            Utf8JsonReader json = new(Unread, _isFinal, _state);
            if (json.Read())
            {
                if (json.TokenType == JsonTokenType.EndObject)
                {
                    Advance(ref json);
                    CheckList();
                    return;
                }

                bool isResources = IsResources(ref json);
                string? property = isResources ? null : Known(ref json);
                if (json.Read())
                {
                    if (isResources && json.TokenType == JsonTokenType.StartArray)
                    {
                        Advance(ref json);
                        _list.Arrays++;
                        _place = Place.List;
                        return;
                    }

                    Note(property, ref json);
                    if (json.TrySkip())
                    {
                        Advance(ref json);
                        continue;
                    }
                }
            }

            Fill();
        }
    }

    private void CheckList()
    {
        _place = Place.Start;
        if (_list.WhyNotWhole is { } reason)
        {
            Distrust(reason);
        }
    }

    private void Distrust(string reason) => _whyNotWhole ??= reason;

    private static bool IsResources(ref Utf8JsonReader json) => json.GetString() is { } name && (name.Equals("Resources", StringComparison.OrdinalIgnoreCase) || name.Equals("value", StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of a property that tells whether a list is whole, or null.</summary>
    private static string? Known(ref Utf8JsonReader json)
    {
        string? given = json.GetString();
        return Array.Find(ScimList.Names, name => name.Equals(given, StringComparison.OrdinalIgnoreCase));
    }

    private void Note(string? property, ref Utf8JsonReader json)
    {
        if (property is not null)
        {
            _list.Note(property, ref json);
        }
    }

    /// <summary>Reads a user, or returns null at the end of a list.</summary>
    private ImportRow? ReadUser()
    {
        while (true)
        {
            Utf8JsonReader json = new(Unread, _isFinal, _state);
            if (json.Read())
            {
                if (json.TokenType == JsonTokenType.EndArray)
                {
                    Advance(ref json);
                    _place = _list.Arrays == 0 ? Place.Start : Place.Tail;
                    return null;
                }

                int from = (int)json.TokenStartIndex;
                if (JsonDocument.TryParseValue(ref json, out JsonDocument? document))
                {
                    using (document)
                    {
                        ReadOnlySpan<byte> raw = Unread[from..(int)json.BytesConsumed];
                        ImportRow row = Parse(document.RootElement, raw);
                        Advance(ref json);
                        _list.Count++;
                        if (_place == Place.User)
                        {
                            _place = Place.Start;
                        }

                        return row;
                    }
                }
            }

            Fill();
        }
    }

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _length);

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
            return _row == 1 ? throw NotScim() : Reject("NotScim", $"This is not a SCIM 2.0 User: it neither names the schema {Scim.UserSchema} nor has a user name or an e-mail address.", kept);
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
        new(ErrorId.NotJson, $"The file is not valid JSON: {Describe(error)} Fix it, or import it in another format.", target: null, error);

    // What the parser says may hold any length of the file.
    private static string Describe(Exception error) => error is JsonException { LineNumber: { } line } json
        ? string.Create(CultureInfo.InvariantCulture, $"{TextRules.Cut(json.Message)} (line {line + 1}, byte {json.BytePositionInLine + 1}).")
        : TextRules.Cut(error.Message);

    private static PermInvalidInputException NotScim() =>
        new(ErrorId.NotScim, $"The file is JSON, but no SCIM 2.0 User, array of them or ListResponse: what it holds neither names the schema {Scim.UserSchema} nor has a user name or an e-mail address. Export it as SCIM, or as CSV.", target: null);

    private void Advance(ref Utf8JsonReader json)
    {
        _state = json.CurrentState;
        _start += (int)json.BytesConsumed;
        _length -= (int)json.BytesConsumed;
    }

    /// <summary>Goes to the next character that is no blank. False at the end of the file.</summary>
    private bool SkipBlanks()
    {
        while (true)
        {
            // Record separators (RFC 7464) stand between documents.
            int blanks = Unread.IndexOfAnyExcept(" \t\r\n\u001E"u8);
            int skipped = blanks < 0 ? _length : blanks;
            _start += skipped;
            _length -= skipped;
            if (_length > 1 && Unread[0] == (byte)'/')
            {
                bool isLine = Unread[1] == (byte)'/';
                int end = isLine ? Unread.IndexOf((byte)'\n') : Unread.IndexOf("*/"u8);
                if (end >= 0)
                {
                    end += isLine ? 1 : 2;
                    _start += end;
                    _length -= end;
                    continue;
                }

                if (_isFinal)
                {
                    return !isLine;
                }
            }
            else if (_length > 0)
            {
                return true;
            }
            else if (_isFinal)
            {
                return false;
            }

            Fill();
        }
    }

    private void Fill()
    {
        if (_isFinal)
        {
            throw new JsonException("It ends too early.");
        }

        _buffer.AsSpan(_start, _length).CopyTo(_buffer);
        _start = 0;
        if (_length == _buffer.Length)
        {
            if (_buffer.Length >= MaxBuffer)
            {
                throw new JsonException($"A value is longer than {MaxBuffer} bytes.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = _text.Read(_buffer, _length, _buffer.Length - _length);
        _length += read;
        _isFinal = read == 0;
    }

    private enum Place
    {
        /// <summary>Before a document, or behind the last.</summary>
        Start,

        /// <summary>Before a user that is the whole document.</summary>
        User,

        /// <summary>Inside an array of users.</summary>
        List,

        /// <summary>Behind the users of a ListResponse.</summary>
        Tail,
    }
}
