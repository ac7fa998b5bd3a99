using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>Finds the users in SCIM documents: at the root, in an array, or in the lists of a ListResponse. Tells whether the lists are whole.</summary>
internal sealed class ScimDocuments(JsonStream json) : IDisposable
{
    private JsonDocument? _user;
    private int _userBytes;
    private Place _place = Place.Start;
    private ScimList _list = new();
    private int _documents;
    private bool _isSingle;
    private long _count;

    /// <summary>The user on which this stands, until the next is read.</summary>
    public JsonElement User => _user!.RootElement;

    /// <summary>The user as it stands in the file.</summary>
    public ReadOnlySpan<byte> Raw => json.Behind(_userBytes);

    /// <summary>Why the documents so far may not name everybody, or null.</summary>
    public string? WhyNotWhole { get; private set; }

    /// <summary>The refusal of JSON that holds no users.</summary>
    public static PermInvalidInputException NotScim() =>
        new(ErrorId.NotScim, $"The file is JSON, but no SCIM 2.0 User, array of them or ListResponse: what it holds neither names the schema {Scim.UserSchema} nor has a user name or an e-mail address.", target: null);

    /// <summary>Goes to the next user. False at the end of the file.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A name holds half a surrogate pair.</exception>
    public bool Read()
    {
        Dispose();
        while (true)
        {
            switch (_place)
            {
                case Place.Start when !StartDocument():
                    return false;
                case Place.User or Place.List when TryReadUser():
                    return true;
                case Place.Tail:
                    ReadTail();
                    break;
            }
        }
    }

    public void Dispose()
    {
        _user?.Dispose();
        _user = null;
    }

    /// <summary>Goes to the users of the next document: into the array at the root, into Resources, or to the root itself. False at the end of the file.</summary>
    private bool StartDocument()
    {
        if (!json.StartDocument())
        {
            if (_isSingle)
            {
                Distrust("it holds a single user, which is no list");
            }

            return false;
        }

        _documents++;
        if (_documents == 2)
        {
            Distrust("it holds several JSON documents, and nothing says how many there should be");
        }

        _list = new ScimList();
        while (!TryStartDocument())
        {
            json.Fill();
        }

        return true;
    }

    private bool TryStartDocument()
    {
        Utf8JsonReader reader = json.Reader();
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            json.Advance(ref reader);
            _place = Place.List;
            return true;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw _count == 0 ? NotScim() : new JsonException("What follows is neither an object nor a list.");
        }

        _list = new ScimList();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                // A list that holds nobody may leave its array out.
                _place = Place.User;
                if (_list.Total == 0)
                {
                    json.Advance(ref reader);
                    _place = Place.Start;
                }

                return true;
            }

            bool isResources = IsResources(ref reader);
            bool isScim = isResources && !reader.ValueTextEquals("value"u8);
            string? property = isResources ? null : Known(ref reader);
            if (!reader.Read())
            {
                return false;
            }

            if (isResources && reader.TokenType == JsonTokenType.StartArray)
            {
                json.Advance(ref reader);
                _place = Place.List;
                _list.Arrays = 1;
                _list.HasToTellTotal = isScim;
                return true;
            }

            Note(property, ref reader);
            if (!reader.TrySkip())
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
            Utf8JsonReader reader = json.Reader();
            if (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject)
                {
                    json.Advance(ref reader);
                    CheckList();
                    return;
                }

                bool isResources = IsResources(ref reader);
                string? property = isResources ? null : Known(ref reader);
                if (reader.Read())
                {
                    if (isResources && reader.TokenType == JsonTokenType.StartArray)
                    {
                        json.Advance(ref reader);
                        _list.Arrays++;
                        _place = Place.List;
                        return;
                    }

                    Note(property, ref reader);
                    if (reader.TrySkip())
                    {
                        json.Advance(ref reader);
                        continue;
                    }
                }
            }

            json.Fill();
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

    private void Distrust(string reason) => WhyNotWhole ??= reason;

    private static bool IsResources(ref Utf8JsonReader reader) => reader.GetString() is { } name && (name.Equals("Resources", StringComparison.OrdinalIgnoreCase) || name.Equals("value", StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of a property that tells whether a list is whole, or null.</summary>
    private static string? Known(ref Utf8JsonReader reader)
    {
        string? given = reader.GetString();
        return Array.Find(ScimList.Names, name => name.Equals(given, StringComparison.OrdinalIgnoreCase));
    }

    private void Note(string? property, ref Utf8JsonReader reader)
    {
        if (property is not null)
        {
            _list.Note(property, ref reader);
        }
    }

    /// <summary>Reads a user. False at the end of a list.</summary>
    private bool TryReadUser()
    {
        while (true)
        {
            Utf8JsonReader reader = json.Reader();
            if (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    json.Advance(ref reader);
                    _place = _list.Arrays == 0 ? Place.Start : Place.Tail;
                    return false;
                }

                int from = (int)reader.TokenStartIndex;
                if (JsonDocument.TryParseValue(ref reader, out _user))
                {
                    _userBytes = (int)reader.BytesConsumed - from;
                    json.Advance(ref reader);
                    _count++;
                    _list.Count++;
                    if (_place == Place.User)
                    {
                        _place = Place.Start;
                        _isSingle = true;
                    }

                    return true;
                }
            }

            json.Fill();
        }
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
