using System.Globalization;

namespace PermModule;

/// <summary>Audits a store: finds what is wrong, by rules.</summary>
public sealed class AuditService
{
    private readonly StoreSession _session;

    internal AuditService(StoreSession session) => _session = session;

    /// <summary>The rules of the audit, in the order in which they run.</summary>
    /// <param name="options">Which rules; null is all.</param>
    /// <exception cref="PermNotFoundException"><c>RuleNotFound</c>: a literal name that no rule has.</exception>
    public static IReadOnlyList<PermAuditRule> GetRules(AuditOptions? options = null) => [.. Rules(options ?? new AuditOptions()).Select(rule => rule.Description)];

    /// <summary>Runs the rules. Streams; memory does not grow with the number of users or findings.</summary>
    /// <exception cref="PermException"><c>RuleNotFound</c>, <c>InvalidValue</c>; <c>NotPermitted</c>: the acting user may not see how the portal is used.</exception>
    public IEnumerable<PermFinding> Run(AuditOptions? options = null)
    {
        _session.Demand(DelegatedAction.RunAudit, "Audit");
        return RunUnasked(options ?? new AuditOptions());
    }

    /// <summary>The same for a report, which asks for a right of its own.</summary>
    internal IEnumerable<PermFinding> RunUnasked(AuditOptions wanted)
    {
        CheckDays(wanted.NotSeenForDays);
        CheckDays(wanted.PendingForDays);
        return Run(wanted, Rules(wanted));
    }

    private IEnumerable<PermFinding> Run(AuditOptions options, FindingRule[] rules)
    {
        using AuditVerifier? verifier = Array.Exists(rules, rule => rule is AuditTrailBrokenRule) ? AuditVerifier.Begin(_session) : null;
        for (int i = 0; i < rules.Length; i++)
        {
            string name = rules[i].Description.Name;
            int before = i;
            Report(0);
            foreach (PermFinding finding in rules[i].Find(new AuditContext(_session, options, verifier, Report)))
            {
                yield return finding;
            }

            void Report(double share) => options.Progress?.Invoke(name, (int)(100 * (before + share) / rules.Length));
        }
    }

    private static FindingRule[] Rules(AuditOptions options)
    {
        HashSet<string>? wanted = Names(options.Rules);
        HashSet<string> excluded = Names(options.ExcludedRules) ?? [];
        return [.. FindingRule.All.Where(rule =>
            wanted?.Contains(rule.Description.Name) != false
            && !excluded.Contains(rule.Description.Name)
            && options.Categories?.Contains(rule.Description.Category) != false
            && options.Severities?.Contains(rule.Description.Severity) != false)];
    }

    private static HashSet<string>? Names(IReadOnlyList<string>? patterns)
    {
        if (patterns is null)
        {
            return null;
        }

        HashSet<string> names = [];
        foreach (string given in patterns)
        {
            NamePattern pattern = NamePattern.Parse(given.Trim());
            string[] matching = [.. FindingRule.All.Select(rule => rule.Description.Name).Where(pattern.IsMatch)];
            if (matching.Length == 0 && pattern.IsLiteral)
            {
                throw new PermNotFoundException(ErrorId.RuleNotFound, $"No audit rule is called '{TextRules.Cut(given)}'.", given);
            }

            names.UnionWith(matching);
        }

        return names;
    }

    internal static void CheckDays(int days)
    {
        if (days is < 0 or > DayLimits.Max)
        {
            throw new PermInvalidInputException(ErrorId.InvalidValue, $"{Quantity.Of(days, "day")} is out of range; 0 to {DayLimits.Max} are allowed.", days);
        }
    }
}
