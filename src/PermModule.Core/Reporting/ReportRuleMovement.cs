namespace PermModule;

/// <summary>The findings of a rule then and now.</summary>
/// <param name="RuleName">The rule.</param>
/// <param name="CountBefore">Findings then.</param>
/// <param name="CountAfter">Findings now.</param>
public sealed record ReportRuleMovement(string RuleName, long CountBefore, long CountAfter)
{
    /// <summary>Findings now less those then.</summary>
    public long Change => CountAfter - CountBefore;
}
