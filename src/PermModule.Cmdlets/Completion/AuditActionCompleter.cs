namespace PermModule.Completion;

/// <summary>Offers what an event of the audit trail can say was done.</summary>
public sealed class AuditActionCompleter : NameCompleter
{
    private static readonly string[] Actions = [.. typeof(AuditAction).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal)];

    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        Actions.Where(action => IsStart(action, word)).Select(action => (action, "What was done"));
}
