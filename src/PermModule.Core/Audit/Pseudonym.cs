using System.Globalization;

namespace PermModule.Audit;

/// <summary>What stands in the place of the personal data of a removed user, the same in all events and requests.</summary>
internal static class Pseudonym
{
    private const string Prefix = "erased-";

    /// <summary>The pseudonym of the user whom an event removed: unique, because no event removes two.</summary>
    public static string Of(long removal) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{removal}");

    /// <summary>True for text that stands in the place of an erased value.</summary>
    public static bool Is(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length > Prefix.Length && text.AsSpan(Prefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;
}
