using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PermModule.Portal;

/// <summary>Reads text, numbers and truth values as trimmed text; anything else, and empty text, as null.</summary>
internal sealed class LenientTextConverter : JsonConverter<string?>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = null;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                text = reader.GetString();
                break;
            case JsonTokenType.Number:
                text = Encoding.UTF8.GetString(reader.ValueSpan);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                text = reader.GetBoolean() ? "true" : "false";
                break;
            default:
                reader.Skip();
                break;
        }

        return TextRules.Trimmed(text);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
