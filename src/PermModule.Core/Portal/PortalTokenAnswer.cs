using System.Text.Json.Serialization;

namespace PermModule.Portal;

/// <summary>What the token endpoint answers (RFC 6749).</summary>
internal sealed record PortalTokenAnswer
{
    [JsonPropertyName("access_token")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? ExpiresIn { get; init; }

    [JsonPropertyName("scope")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Scope { get; init; }
}
