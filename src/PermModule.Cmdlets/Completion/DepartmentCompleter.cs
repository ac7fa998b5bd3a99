namespace PermModule.Completion;

/// <summary>Offers the departments that users are in.</summary>
public sealed class DepartmentCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Suggestions.Departments(word, Patience).Select(name => (name, "Department " + name));
}
