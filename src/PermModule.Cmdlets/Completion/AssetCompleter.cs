namespace PermModule.Completion;

/// <summary>Offers the assets that wait for a decision.</summary>
public sealed class AssetCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Suggestions.WaitingAssets(word, Patience).Select(name => (name, "Waits for a decision"));
}
