using System.Globalization;

namespace PermModule.Commands;

/// <summary>Says how the use of seats differs before and after.</summary>
internal static class SeatChange
{
    /// <summary>What is said of a change that the store is already as asked for, in the same place.</summary>
    public const string Nothing = " (nothing would change)";

    /// <summary>
    /// The tiers whose use changes, in parentheses after a blank. Where none does, that is said only of what can move seats at all.
    /// Empty for who may not see seat figures.
    /// </summary>
    public static string Describe(IReadOnlyList<SeatUsage> before, IReadOnlyList<SeatUsage> after, object? about)
    {
        string[] changes = [.. before.Zip(after)
            .Where(pair => pair.First.Active != pair.Second.Active)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First.Tier} {pair.First.Active} -> {pair.Second.Active} of {Limit(pair.Second)}"))];
        return before.Count == 0 ? "" : (changes.Length, about) switch
        {
            (0, PermUser or PermProfile or PermRight) => " (seats unchanged)",
            (0, _) => "",
            _ => $" (seats: {string.Join(", ", changes)})",
        };
    }

    private static string Limit(SeatUsage usage) => usage.Limit?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
}
