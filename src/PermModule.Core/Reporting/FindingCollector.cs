namespace PermModule.Reporting;

/// <summary>Counts findings by rule and cause and keeps the first of each rule, so that memory does not grow with their number.</summary>
internal sealed class FindingCollector(ReportOptions options)
{
    private const int MaxFindings = 50;

    private const int MaxNamed = 3;

    private readonly Dictionary<string, (PermFinding First, List<ReportFinding> Kept)> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Rule, string? Cause), (long Count, List<string> Named)> _causes = [];

    public void Add(PermFinding finding)
    {
        if (!_rules.TryGetValue(finding.RuleName, out (PermFinding First, List<ReportFinding> Kept) rule))
        {
            rule = (finding, []);
            _rules.Add(finding.RuleName, rule);
        }

        (long count, List<string> named) = _causes.TryGetValue((finding.RuleName, finding.Cause), out (long, List<string>) found) ? found : (0, []);
        if (named.Count < MaxNamed && finding.TargetType is not "Role" and not "WaitingRoomItem" and not "AuditTrail" && finding.Target != finding.Cause)
        {
            named.Add(finding.Target);
        }

        _causes[(finding.RuleName, finding.Cause)] = (count + 1, named);
        if (rule.Kept.Count < MaxFindings)
        {
            rule.Kept.Add(new ReportFinding(finding.TargetType, finding.Target, finding.Message, options.WriteStep?.Invoke(finding.Step) ?? finding.Recommendation));
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
                    Count = Count(rule.First.RuleName),
                    Recommendation = FindingRule.All.First(known => known.Description.Name == rule.First.RuleName).Description.Recommendation,
                    Groups =
                    [
                        .. from cause in _causes
                           where cause.Key.Rule == rule.First.RuleName
                           orderby cause.Value.Count descending
                           select new ReportFindingGroup(FindingSentences.Tell(cause.Key.Rule, cause.Key.Cause, cause.Value.Count, options), cause.Value.Count, Named(rule.First.TargetType, cause.Value.Count, cause.Value.Named)),
                    ],
                    Findings = rule.Kept,
                }),
        ],
    };

    /// <summary>The names to tell. A few out of many users tell nothing; a few out of many departments show what is meant.</summary>
    private static IReadOnlyList<string> Named(string targetType, long count, List<string> named) => targetType == "User" && count > named.Count ? [] : named;

    private static int Rank(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => 0,
        FindingSeverity.Warning => 1,
        _ => 2,
    };

    private long Count(string rule) => _causes.Where(cause => cause.Key.Rule == rule).Sum(cause => cause.Value.Count);

    private long Count(FindingSeverity severity) => _rules.Values.Where(rule => rule.First.Severity == severity).Sum(rule => Count(rule.First.RuleName));
}
