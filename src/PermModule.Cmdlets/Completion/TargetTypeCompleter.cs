namespace PermModule.Completion;

/// <summary>Offers the kinds of things that were changed lately.</summary>
public sealed class TargetTypeCompleter : EventCompleter
{
    private protected override (string Name, string Tip) Of(PermAuditEvent found) => (found.TargetType, "Kind of thing that was changed");
}
