using System.Globalization;
using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>Reads people from a SCIM 2.0 User, an array of them or a ListResponse, one resource in memory at a time.</summary>
internal sealed class ScimReader : UserFileReader
{
    private const int MaxBuffer = 16 * 1024 * 1024;
    private const int MaxUser = 1024 * 1024;
    private const string NotUnicode = "The text holds bytes or escapes that are not Unicode text. Mend them.";

    // A user nests four deep; what goes much deeper was made to harm the reader.
    private static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = 64, CommentHandling = JsonCommentHandling.Disallow };

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
    private JsonElement _user;
    private bool _isSingle;
    private bool _isEnd;
    private long _row;

    public ScimReader(Stream source, UserRowParser parser, IReadOnlyDictionary<string, string>? map, bool keepRaw)
    {
        _source = source;
        _text = ImportText.Open(source, out _);
        _parser = parser;
        _map = UserColumns.Read(map);
        _keepRaw = keepRaw;
        try
        {
            FindUsers();
        }
        catch (JsonException error)
        {
            throw NotJson(error);
        }
        catch (InvalidOperationException error)
        {
            // What the parser throws where a name holds half a surrogate pair.
            throw NotJson(new JsonException(error.Message, error));
        }
    }

    public override ImportRow? Read()
    {
        if (_isEnd || IsIncomplete)
        {
            return null;
        }

        try
        {
            return ReadNext();
        }
        catch (JsonException error) when (_row > 0)
        {
            // The users before are read and stay; the file of rejected rows cannot hold what is no JSON.
            IsIncomplete = true;
            return new ImportRow
            {
                Row = ++_row,
                Reject = new PermImportReject { Row = _row, ErrorId = ErrorId.NotJson, Reason = $"The file is not valid JSON from here on, and nothing after it was read: {Describe(error)}" },
                IsUnidentified = true,
            };
        }
        catch (JsonException error)
        {
            throw NotJson(error);
        }
    }

    public override string? Cell(UserField field)
    {
        try
        {
            return _map.TryGetValue(field, out string? path) ? Text(AtPath(_user, path)) : Scim.Cell(_user, field);
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException(NotUnicode, error);
        }
    }

    public override string Column(UserField field) => _map.TryGetValue(field, out string? path) ? path : Scim.Name(field);

    protected override void Dispose(bool disposing)
    {
        if (!ReferenceEquals(_text, _source))
        {
            _text.Dispose();
        }
    }

    private static string? Text(JsonElement? value) => value is { } element ? Scim.Text(element) : null;

    private static JsonElement? AtPath(JsonElement user, string path)
    {
        if (Scim.Property(user, path) is { } whole)
        {
            return whole;
        }

        JsonElement? at = user;
        foreach (string name in path.Split('.'))
        {
            at = at is { } element ? Scim.Property(element, name) : null;
        }

        return at;
    }

    /// <summary>Goes to the first user: into the array at the root, into Resources, or to the root itself.</summary>
    private void FindUsers()
    {
        while (!TryFindUsers())
        {
            Fill();
        }
    }

    private bool TryFindUsers()
    {
        Utf8JsonReader json = new(Unread, _isFinal, _state);
        if (!json.Read())
        {
            return false;
        }

        if (json.TokenType == JsonTokenType.StartArray)
        {
            Advance(json.CurrentState, (int)json.BytesConsumed);
            return true;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw NotScim();
        }

        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.EndObject)
            {
                _isSingle = true;
                return true;
            }

            bool isResources = json.ValueTextEquals("Resources") || json.ValueTextEquals("resources");
            if (!json.Read())
            {
                return false;
            }

            if (isResources && json.TokenType == JsonTokenType.StartArray)
            {
                Advance(json.CurrentState, (int)json.BytesConsumed);
                return true;
            }

            if (!json.TrySkip())
            {
                return false;
            }
        }

        return false;
    }

    private ImportRow? ReadNext()
    {
        while (true)
        {
            Utf8JsonReader json = new(Unread, _isFinal, _state);
            if (json.Read())
            {
                if (json.TokenType == JsonTokenType.EndArray)
                {
                    _isEnd = true;
                    return null;
                }

                int from = (int)json.TokenStartIndex;
                if (JsonDocument.TryParseValue(ref json, out JsonDocument? document))
                {
                    using (document)
                    {
                        ReadOnlySpan<byte> raw = Unread[from..(int)json.BytesConsumed];
                        ImportRow row = Parse(document.RootElement, raw);
                        Advance(json.CurrentState, (int)json.BytesConsumed);
                        _isEnd = _isSingle;
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
        _user = element;
        byte[]? kept = _keepRaw ? raw.ToArray() : null;
        bool isUser;
        try
        {
            isUser = Scim.IsUser(element);
        }
        catch (InvalidOperationException)
        {
            return Reject(ErrorId.InvalidValue, NotUnicode, kept);
        }

        if (!isUser)
        {
            return _row == 1 ? throw NotScim() : Reject(ErrorId.NotScim, $"This is not a SCIM 2.0 User: it does not name the schema {Scim.UserSchema}.", kept);
        }

        return raw.Length > MaxUser
            ? Reject(ErrorId.ValueTooLong, $"The user has {raw.Length} bytes; at most {MaxUser} are allowed. Shorten its longest value.", kept)
            : _parser.Parse(_row, this, kept);
    }

    private ImportRow Reject(string errorId, string reason, byte[]? raw) => new()
    {
        Row = _row,
        Reject = new PermImportReject { Row = _row, ErrorId = errorId, Reason = reason },
        IsUnidentified = true,
        Raw = raw,
    };

    private static PermInvalidInputException NotJson(JsonException error) =>
        new(ErrorId.NotJson, $"The file is not valid JSON: {Describe(error)}", target: null, error);

    // What the parser says may hold any length of the file.
    private static string Describe(JsonException error) =>
        error.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $"{TextRules.Cut(error.Message)} (line {line + 1}, byte {error.BytePositionInLine + 1}).") : error.Message;

    private static PermInvalidInputException NotScim() =>
        new(ErrorId.NotScim, $"The file is JSON, but no SCIM 2.0 User, array of them or ListResponse: nothing in it names the schema {Scim.UserSchema}.", target: null);

    private void Advance(JsonReaderState state, int consumed)
    {
        _state = state;
        _start += consumed;
        _length -= consumed;
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
}
