namespace PermModule.Findings;

/// <summary>A champion may do no more than the people he trains.</summary>
internal sealed class ChampionTierTooLowRule() : FindingRule(
    "ChampionTierTooLow",
    AuditCategory.Governance,
    FindingSeverity.Warning,
    "A champion trains others in work that his own Light profile does not let him do.",
    "Give him a Regular or Heavy profile with Set-PermUser, or the role to somebody who has one.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        string? regular = audit.Snapshot.Profiles.FirstOrDefault(profile => profile.Tier == Tier.Regular)?.Name;
        return Champion.Read(audit)
            .Where(champion => champion.Profile.Tier < Tier.Regular)
            .Select(champion => Found(
                "User",
                champion.UserName,
                $"The champion '{champion.UserName}' has the {champion.Profile.Tier} profile '{champion.Profile.Name}'; a champion needs a Regular or Heavy one.",
                regular is null
                    ? $"Remove-PermRoleMember -Role Champion -User {CommandLine.Quote(champion.UserName)}"
                    : $"Set-PermUser {CommandLine.Quote(champion.UserName)} -Profile {CommandLine.Quote(regular)}"));
    }
}
