namespace PermModule.Completion;

/// <summary>Offers the users who were removed, as long as their names were not erased.</summary>
public sealed class RemovedUserCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Trail.FindEvents(new AuditEventFilter { Actions = [AuditAction.UserRemoved] })
            .Where(found => !found.IsErased && IsStart(found.Target, word))
            .DistinctBy(found => found.Target, StringComparer.OrdinalIgnoreCase)
            .OrderBy(found => found.Target, StringComparer.OrdinalIgnoreCase)
            .Select(found => (found.Target, "A removed user"));
}
