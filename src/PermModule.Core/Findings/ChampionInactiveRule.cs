namespace PermModule.Findings;

/// <summary>A champion cannot sign in.</summary>
internal sealed class ChampionInactiveRule() : FindingRule(
    "ChampionInactive",
    AuditCategory.Governance,
    FindingSeverity.Warning,
    "People turn to a champion who is not there any more.",
    "Give the role to somebody else with Add-PermRoleMember and take it from him with Remove-PermRoleMember.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) => Champion.Read(audit)
        .Where(champion => !champion.IsActive)
        .Select(champion => Found(
            "User",
            champion.UserName,
            $"The champion '{champion.UserName}' is inactive.",
            $"Remove-PermRoleMember -Role Champion -User {CommandLine.Quote(champion.UserName)}"));
}
