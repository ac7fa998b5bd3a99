namespace PermModule.Completion;

/// <summary>Offers who changed something lately.</summary>
public class ActorCompleter : EventCompleter
{
    private protected override (string Name, string Tip) Of(PermAuditEvent found) => (found.Actor, "Changed something lately");
}
