using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace PermModule.Audit;

/// <summary>Makes parts of events ahead of the events, on a thread of its own.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A JSON writer over a buffer of our own holds nothing to release.")]
internal sealed class PartSealer
{
    private readonly SaltSource _salts = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json;

    public PartSealer() => _json = new Utf8JsonWriter(_buffer, AuditJson.WriterOptions);

    /// <summary>Seals a text.</summary>
    public SealedPart Seal(string text)
    {
        Span<byte> bytes = stackalloc byte[3 * TextRules.MaxName];
        return new SealedPart(_salts.Next(), bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>Seals a JSON object, of which the properties are written.</summary>
    public SealedPart Seal(Action<Utf8JsonWriter> properties)
    {
        AuditJson.WriteObject(_json, _buffer, properties);
        return new SealedPart(_salts.Next(), _buffer.WrittenSpan);
    }
}
