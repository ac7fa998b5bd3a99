using System.Text.Json;
using System.Text.Json.Serialization;

namespace PermModule.Portal;

/// <summary>Reads the groups of an array, and null, which means not told, from anything else.</summary>
internal sealed class LenientGroupsConverter : JsonConverter<IReadOnlyList<PortalGroup>?>
{
    /// <inheritdoc/>
    public override IReadOnlyList<PortalGroup>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        List<PortalGroup> groups = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject && JsonSerializer.Deserialize(ref reader, PortalJson.Default.PortalGroup) is { } group)
            {
                groups.Add(group);
            }
            else
            {
                reader.Skip();
            }
        }

        return groups;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<PortalGroup>? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
