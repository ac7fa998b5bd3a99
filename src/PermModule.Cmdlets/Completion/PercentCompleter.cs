namespace PermModule.Completion;

/// <summary>Offers usual thresholds of seats in use.</summary>
public sealed class PercentCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
    [
        ("80", "Warn when 80 % of the seats are in use"),
        ("90", "Warn when 90 % of the seats are in use"),
        ("95", "Warn when 95 % of the seats are in use"),
        ("100", "Warn when all seats are in use"),
    ];
}
