using System.Globalization;

namespace PermModule;

/// <summary>Writes numbers of things in sentences.</summary>
public static class Quantity
{
    /// <summary>The number and the word for the thing in the form that fits it: 1 user, 2 users.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="one">The word for one of them.</param>
    /// <param name="many">The word for several; the word for one and an s unless given.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
