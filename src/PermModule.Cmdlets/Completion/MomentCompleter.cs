using System.Globalization;

namespace PermModule.Completion;

/// <summary>Offers days that are often asked about, counted from today.</summary>
public sealed class MomentCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values =>
    [
        (Day(DateTime.Today), "Today at 00:00"),
        (Day(DateTime.Today.AddDays(-1)), "Yesterday at 00:00"),
        (Day(DateTime.Today.AddDays(-7)), "A week ago"),
        (Day(DateTime.Today.AddMonths(-1)), "A month ago"),
        (Day(DateTime.Today.AddMonths(-3)), "A quarter ago"),
        (Day(DateTime.Today.AddYears(-1)), "A year ago"),
    ];

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
