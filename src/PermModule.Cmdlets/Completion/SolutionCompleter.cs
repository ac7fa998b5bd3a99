namespace PermModule.Completion;

/// <summary>Offers the solutions of the portal.</summary>
public sealed class SolutionCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        RightService.FindSolutions()
            .Where(solution => IsStart(solution.Name, word) || (solution.Alias is { } alias && IsStart(alias, word)))
            .Select(solution => (solution.Name, $"{Quantity.Of(solution.RightCount, "right")}{(solution.Alias is null ? "" : ", also called " + solution.Alias)}"));
}
