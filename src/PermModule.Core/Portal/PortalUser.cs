using System.Globalization;
using System.Text.Json.Serialization;

namespace PermModule.Portal;

/// <summary>A user as the portal shows one: a row of its list, or the whole. What a row lacks is null.</summary>
internal sealed record PortalUser
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Id { get; init; }

    [JsonPropertyName("username")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? UserName { get; init; }

    [JsonPropertyName("email")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Email { get; init; }

    [JsonPropertyName("firstname")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? FirstName { get; init; }

    [JsonPropertyName("lastname")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? LastName { get; init; }

    [JsonPropertyName("profileId")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? ProfileId { get; init; }

    [JsonPropertyName("active")]
    [JsonConverter(typeof(LenientTruthConverter))]
    public bool? Active { get; init; }

    [JsonPropertyName("isSSOOnly")]
    [JsonConverter(typeof(LenientTruthConverter))]
    public bool? IsSsoOnly { get; init; }

    [JsonPropertyName("department")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Department { get; init; }

    [JsonPropertyName("job")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? JobTitle { get; init; }

    [JsonPropertyName("country")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? Country { get; init; }

    [JsonPropertyName("lastLogin")]
    [JsonConverter(typeof(LenientTextConverter))]
    public string? LastLogin { get; init; }

    [JsonPropertyName("groups")]
    [JsonConverter(typeof(LenientGroupsConverter))]
    public IReadOnlyList<PortalGroup>? Groups { get; init; }

    /// <summary>True when this is the whole user and not a row of the list.</summary>
    [JsonIgnore]
    public bool IsWhole { get; init; }

    /// <summary>What the user is found by: the user name, or the e-mail address where the portal gives none.</summary>
    [JsonIgnore]
    public string Name => UserName ?? Email ?? Id ?? "";

    /// <summary>A portal that does not say is taken to mean that the user can sign in.</summary>
    [JsonIgnore]
    public bool IsActive => Active ?? true;

    /// <summary>The last login, or null: never, or not known.</summary>
    [JsonIgnore]
    public DateTimeOffset? LastLoginAt =>
        DateTimeOffset.TryParse(LastLogin, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) && time.Year > 1970
            ? DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds())
            : null;
}
