using System.Text.Json.Serialization;

namespace PermModule.Portal;

/// <summary>What creating and changing a user answers.</summary>
internal sealed record PortalIdAnswer
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; init; }
}
