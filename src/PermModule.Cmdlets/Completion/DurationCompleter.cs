namespace PermModule.Completion;

/// <summary>Offers usual durations.</summary>
public sealed class DurationCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
        [("1h", "An hour"), ("4h", "Half a working day"), ("12h", "Half a day"), ("1d", "A day"), ("2d", "Two days"), ("7d", "A week"), ("14d", "Two weeks"), ("30d", "A month")];
}
