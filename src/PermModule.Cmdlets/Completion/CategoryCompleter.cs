namespace PermModule.Completion;

/// <summary>Offers the categories of rights.</summary>
public sealed class CategoryCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        RightService.FindSolutions()
            .SelectMany(solution => solution.Categories, (solution, category) => (Solution: solution.Name, Category: category))
            .Where(pair => IsStart(pair.Category, word))
            .GroupBy(pair => pair.Category, StringComparer.OrdinalIgnoreCase)
            .Select(group => (group.Key, "In " + string.Join(", ", group.Select(pair => pair.Solution))));
}
