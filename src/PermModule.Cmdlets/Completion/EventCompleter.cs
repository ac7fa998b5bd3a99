namespace PermModule.Completion;

/// <summary>Offers what the newest events of the audit trail hold.</summary>
public abstract class EventCompleter : NameCompleter
{
    /// <summary>How many events are looked at.</summary>
    private const int Looked = 5_000;

    /// <summary>What is offered of an event, and what is said about it.</summary>
    private protected abstract (string Name, string Tip) Of(PermAuditEvent found);

    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.Trail.FindEvents(new AuditEventFilter { Newest = Looked }).Select(Of).Where(found => IsStart(found.Name, word)).DistinctBy(found => found.Name, StringComparer.Ordinal).OrderBy(found => found.Name, StringComparer.OrdinalIgnoreCase);
}
