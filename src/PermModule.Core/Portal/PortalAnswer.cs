using System.Globalization;

namespace PermModule.Portal;

/// <summary>What the portal answered, read whole.</summary>
/// <param name="Status">The HTTP status, or 0 where no answer came.</param>
/// <param name="MediaType">The media type, or null.</param>
/// <param name="Body">The body.</param>
internal sealed record PortalAnswer(int Status, string? MediaType, byte[] Body)
{
    /// <summary>How many items all pages hold, where the portal says so.</summary>
    public long? Total { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>True when it cannot be told whether the portal carried the request out.</summary>
    public bool IsUncertain => Status is 0 or >= 500;

    public static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
