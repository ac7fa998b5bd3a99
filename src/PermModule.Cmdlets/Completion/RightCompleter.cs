namespace PermModule.Completion;

/// <summary>Offers the keys of rights: those whose key or name starts with what was typed first, then those that have it inside.</summary>
public sealed class RightCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Rights.Find()
            .Select(right => (Right: right, Rank: Rank(right, word)))
            .Where(ranked => ranked.Rank < 2)
            .OrderBy(ranked => ranked.Rank)
            .Select(ranked => (ranked.Right.Key, $"{ranked.Right.Name} ({ranked.Right.Tier}). {ranked.Right.Description}"));

    private static int Rank(PermRight right, string word) =>
        IsStart(right.Key, word) || IsStart(right.Name, word) ? 0
        : right.Key.Contains(word, StringComparison.OrdinalIgnoreCase) || right.Name.Contains(word, StringComparison.OrdinalIgnoreCase) ? 1
        : 2;
}
