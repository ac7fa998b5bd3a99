using System.Text.Json.Serialization;

namespace PermModule.Portal;

/// <summary>A permission profile as the portal shows it.</summary>
internal sealed record PortalProfile
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; init; }

    [JsonPropertyName("name")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Name { get; init; }

    [JsonPropertyName("roles")]
    [JsonConverter(typeof(LenientTextsConverter))]
    public IReadOnlyList<string> Roles { get; init; } = [];
}
