namespace PermModule.Findings;

/// <summary>A champion cannot sign in.</summary>
internal sealed class ChampionInactiveRule() : FindingRule(
    "ChampionInactive",
    AuditCategory.Governance,
    FindingSeverity.Warning,
    "Users turn to a champion who cannot sign in.",
    "Give the role to somebody else and take it from the inactive user.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) => Champion.Read(audit)
        .Where(champion => !champion.IsActive)
        .Select(champion => Found(
            "User",
            champion.UserName,
            $"The champion '{champion.UserName}' is inactive.",
            Steps.RemoveMember(PermRole.Champion, champion.UserName)));
}
