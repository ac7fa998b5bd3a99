using System.Text.Json;

namespace PermModule.Transfer;

/// <summary>A stream of JSON documents of which only the part is in memory that is being read.</summary>
internal sealed class JsonStream(Stream text)
{
    private const int MaxBuffer = 16 * 1024 * 1024;

    // A user nests four deep; what goes much deeper was made to harm the reader.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _length;
    private bool _isFinal;
    private JsonReaderState _state = new(Options);

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _length);

    /// <summary>Goes to the next document. False at the end of the stream.</summary>
    /// <exception cref="JsonException">A comment is never closed.</exception>
    public bool StartDocument()
    {
        if (!SkipBlanks())
        {
            return false;
        }

        _state = new JsonReaderState(Options);
        return true;
    }

    /// <summary>A reader over what is in memory. It comes to an end early where a token is cut off; then <see cref="Fill"/> and read again.</summary>
    public Utf8JsonReader Reader() => new(Unread, _isFinal, _state);

    /// <summary>Leaves behind what the reader has read.</summary>
    public void Advance(ref Utf8JsonReader json)
    {
        _state = json.CurrentState;
        _start += (int)json.BytesConsumed;
        _length -= (int)json.BytesConsumed;
    }

    /// <summary>The last bytes that were left behind, until the next <see cref="Fill"/>.</summary>
    public ReadOnlySpan<byte> Behind(int count) => _buffer.AsSpan(_start - count, count);

    /// <summary>Reads more of the stream.</summary>
    /// <exception cref="JsonException">The stream ends within a document, or a value is too long.</exception>
    public void Fill()
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

        int read = text.Read(_buffer, _length, _buffer.Length - _length);
        _length += read;
        _isFinal = read == 0;
    }

    /// <summary>Goes to the next character that is no blank. False at the end of the stream.</summary>
    private bool SkipBlanks()
    {
        while (true)
        {
            // Record separators (RFC 7464) stand between documents.
            int blanks = Unread.IndexOfAnyExcept(" \t\r\n\u001E"u8);
            Skip(blanks < 0 ? _length : blanks);
            if (_length > 1 && Unread[0] == (byte)'/')
            {
                bool isLine = Unread[1] == (byte)'/';
                int end = isLine ? Unread.IndexOf((byte)'\n') : Unread.IndexOf("*/"u8);
                if (end >= 0)
                {
                    Skip(end + (isLine ? 1 : 2));
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

    private void Skip(int count)
    {
        _start += count;
        _length -= count;
    }
}
