namespace PermModule.Completion;

/// <summary>Offers yes and no as PowerShell writes them.</summary>
public sealed class TruthCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
    [
        ("$true", "Yes"),
        ("$false", "No"),
    ];
}
