using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace PermModule.Audit;

/// <summary>Makes parts of events, from buffers and salts that last for many. One thread at a time.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A JSON writer over a buffer of our own holds nothing to release.")]
internal sealed class PartSealer
{
    /// <summary>Sealed parts lie one behind the other in blocks: each in an array of its own would be moved twice by the collector while it waits to be written.</summary>
    private const int BlockSize = 16 * 1024;

    private readonly SaltSource _salts = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json;
    private ArraySegment<byte> _free = ArraySegment<byte>.Empty;

    public PartSealer() => _json = new Utf8JsonWriter(_buffer, AuditJson.WriterOptions);

    /// <summary>The sealer of a session.</summary>
    public static PartSealer Of(StoreSession session) => session.Part(static _ => new PartSealer());

    /// <inheritdoc cref="SaltSource.Next"/>
    public ReadOnlySpan<byte> NextSalt() => _salts.Next();

    /// <summary>A JSON object in UTF-8, of which the properties are written.</summary>
    public byte[] ToJson(Action<Utf8JsonWriter> properties) => Write(properties).ToArray();

    /// <summary>Seals a text.</summary>
    public SealedPart Seal(string text)
    {
        Span<byte> bytes = stackalloc byte[3 * TextRules.MaxName];
        return Seal(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>Seals a JSON object, of which the properties are written.</summary>
    public SealedPart Seal(Action<Utf8JsonWriter> properties) => Seal(Write(properties));

    private SealedPart Seal(ReadOnlySpan<byte> part)
    {
        int size = SealedPart.SizeOf(part);
        if (_free.Count < size)
        {
            _free = new byte[Math.Max(size, BlockSize)];
        }

        ArraySegment<byte> room = _free[..size];
        _free = _free[size..];
        return new SealedPart(room, _salts.Next(), part);
    }

    private ReadOnlySpan<byte> Write(Action<Utf8JsonWriter> properties)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        properties(_json);
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }
}
