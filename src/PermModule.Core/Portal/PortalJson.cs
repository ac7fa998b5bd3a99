using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PermModule.Portal;

/// <summary>How the portal's answers are read: by generated code, ignoring what is not known.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, GenerationMode = JsonSourceGenerationMode.Metadata, MaxDepth = 32)]
[JsonSerializable(typeof(PortalUser))]
[JsonSerializable(typeof(List<PortalUser>))]
[JsonSerializable(typeof(PortalProfile))]
[JsonSerializable(typeof(List<PortalProfile>))]
[JsonSerializable(typeof(List<PortalGroup>))]
[JsonSerializable(typeof(PortalTokenAnswer))]
[JsonSerializable(typeof(PortalIdAnswer))]
internal sealed partial class PortalJson : JsonSerializerContext
{
    /// <summary>What an answer holds, or null where it is not of that form.</summary>
    public static T? TryRead<T>(PortalAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
