using System.Globalization;
using System.Text.Json.Serialization;

namespace PermModule.Portal;

/// <summary>What the token endpoint answers (RFC 6749).</summary>
internal sealed record PortalTokenAnswer
{
    private const double LongestSeconds = 366 * 24 * 60 * 60;

    [JsonPropertyName("access_token")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? ExpiresIn { get; init; }

    /// <summary>How long the token holds, or null where that is not told or longer than a year.</summary>
    [JsonIgnore]
    public TimeSpan? Lifetime =>
        double.TryParse(ExpiresIn, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 && seconds < LongestSeconds ? TimeSpan.FromSeconds(seconds) : null;

    [JsonPropertyName("scope")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Scope { get; init; }
}
