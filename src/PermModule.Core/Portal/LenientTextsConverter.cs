using System.Text.Json;
using System.Text.Json.Serialization;

namespace PermModule.Portal;

/// <summary>Reads the texts of an array, and nothing from anything else.</summary>
internal sealed class LenientTextsConverter : JsonConverter<IReadOnlyList<string>>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<string> texts = [];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return texts;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && !string.IsNullOrWhiteSpace(text))
            {
                texts.Add(text.Trim());
            }
            else
            {
                reader.Skip();
            }
        }

        return texts;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) => throw new NotSupportedException();
}
