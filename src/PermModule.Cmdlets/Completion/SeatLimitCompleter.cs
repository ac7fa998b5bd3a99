namespace PermModule.Completion;

/// <summary>Offers the limit that is no number.</summary>
public sealed class SeatLimitCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
    [
        ("unlimited", "The contract sets no limit for this tier"),
    ];
}
