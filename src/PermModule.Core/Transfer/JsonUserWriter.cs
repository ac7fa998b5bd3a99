using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PermModule.Transfer;

/// <summary>Writes users as a JSON array with the names of their properties, one object a line.</summary>
internal sealed class JsonUserWriter : UserWriter
{
    // Names in all scripts stay readable; it is a file, never part of a page.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter() } };

    private readonly Stream _stream;
    private bool _isNotFirst;

    public JsonUserWriter(Stream stream)
    {
        _stream = stream;
        _stream.WriteByte((byte)'[');
    }

    public override void Write(PermUser user)
    {
        _stream.Write(_isNotFirst ? ",\n"u8 : "\n"u8);
        _isNotFirst = true;
        JsonSerializer.Serialize(_stream, user, Options);
    }

    protected override void Dispose(bool disposing) => _stream.Write("\n]\n"u8);
}
