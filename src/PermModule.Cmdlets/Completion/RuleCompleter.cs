namespace PermModule.Completion;

/// <summary>Offers the rules of the audit.</summary>
public sealed class RuleCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        AuditService.GetRules()
            .Where(rule => IsStart(rule.Name, word))
            .Select(rule => (rule.Name, $"{rule.Category}, {rule.Severity}. {rule.Reason}"));
}
