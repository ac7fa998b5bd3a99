namespace PermModule.Completion;

/// <summary>Offers the job titles that users have.</summary>
public sealed class JobTitleCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Suggestions.JobTitles(word, Patience).Select(name => (name, "Job title " + name));
}
