namespace PermModule.Completion;

/// <summary>Offers the locations that users are at.</summary>
public sealed class LocationCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Suggestions.Locations(word, Patience).Select(name => (name, "Location " + name));
}
