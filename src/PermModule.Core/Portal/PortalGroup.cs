using System.Text.Json.Serialization;

namespace PermModule.Portal;

/// <summary>A group as the portal shows it, in its list of groups or with a user.</summary>
internal sealed record PortalGroup
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; init; }

    [JsonPropertyName("name")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Name { get; init; }
}
