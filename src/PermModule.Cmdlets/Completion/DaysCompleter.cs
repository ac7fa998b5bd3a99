namespace PermModule.Completion;

/// <summary>Offers usual numbers of days.</summary>
public sealed class DaysCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
        [("7", "A week"), ("14", "Two weeks"), ("30", "A month"), ("60", "Two months"), ("90", "A quarter"), ("180", "Half a year"), ("365", "A year")];
}
