using System.Text.Json;
using System.Text.Json.Serialization;

namespace PermModule.Portal;

/// <summary>Reads <c>true</c>, 1, <c>"1"</c> and <c>"true"</c> as true, their opposites as false, and anything else as unknown.</summary>
internal sealed class LenientTruthConverter : JsonConverter<bool?>
{
    /// <inheritdoc/>
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case JsonTokenType.Number:
                return reader.TryGetInt64(out long number) ? number != 0 : null;
            case JsonTokenType.String:
                return reader.GetString()?.Trim().ToUpperInvariant() switch
                {
                    "1" or "TRUE" or "YES" => true,
                    "0" or "FALSE" or "NO" => false,
                    _ => null,
                };
            default:
                reader.Skip();
                return null;
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
