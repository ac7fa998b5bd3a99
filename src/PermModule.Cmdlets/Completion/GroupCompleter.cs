namespace PermModule.Completion;

/// <summary>Offers group names.</summary>
public sealed class GroupCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Groups.Find(Starting(word))
            .Select(group => (group.Name, $"{Quantity.Of(group.MemberCount, "member")}{(group.Description is null ? "" : ". " + group.Description)}"));
}
