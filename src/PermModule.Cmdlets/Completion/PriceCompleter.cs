namespace PermModule.Completion;

/// <summary>Offers the form in which prices are given.</summary>
public sealed class PriceCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
    [
        ("@{ Heavy = 0; Regular = 0; Light = 0 }", "What a seat of each tier costs"),
    ];
}
