namespace PermModule.Reporting;

/// <summary>Counts findings and keeps the first of each rule, so that memory does not grow with their number.</summary>
internal sealed class FindingCollector(Func<RecommendedStep, string>? writeStep)
{
    private const int MaxFindings = 50;

    private readonly Dictionary<string, (PermFinding First, List<ReportFinding> Kept)> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(PermFinding finding)
    {
        if (!_rules.TryGetValue(finding.RuleName, out (PermFinding First, List<ReportFinding> Kept) rule))
        {
            rule = (finding, []);
            _rules.Add(finding.RuleName, rule);
        }

        _counts[finding.RuleName] = _counts.GetValueOrDefault(finding.RuleName) + 1;
        if (rule.Kept.Count < MaxFindings)
        {
            rule.Kept.Add(new ReportFinding(finding.TargetType, finding.Target, finding.Message, writeStep?.Invoke(finding.Step) ?? finding.Recommendation));
        }
    }

    public ReportFindings ToFindings() => new()
    {
        Errors = Count(FindingSeverity.Error),
        Warnings = Count(FindingSeverity.Warning),
        Information = Count(FindingSeverity.Information),
        Rules =
        [
            .. _rules.Values
                .OrderBy(rule => Rank(rule.First.Severity))
                .ThenBy(rule => rule.First.Category)
                .ThenBy(rule => rule.First.RuleName, StringComparer.Ordinal)
                .Select(rule => new ReportRule
                {
                    RuleName = rule.First.RuleName,
                    Category = rule.First.Category,
                    Severity = rule.First.Severity,
                    Count = _counts[rule.First.RuleName],
                    Findings = rule.Kept,
                }),
        ],
    };

    private static int Rank(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => 0,
        FindingSeverity.Warning => 1,
        _ => 2,
    };

    private long Count(FindingSeverity severity) => _rules.Values.Where(rule => rule.First.Severity == severity).Sum(rule => _counts[rule.First.RuleName]);
}
