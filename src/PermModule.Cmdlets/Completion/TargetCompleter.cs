namespace PermModule.Completion;

/// <summary>Offers what was changed lately.</summary>
public sealed class TargetCompleter : EventCompleter
{
    private protected override (string Name, string Tip) Of(PermAuditEvent found) => (found.Target, $"{found.TargetType}, {found.Action}");
}
