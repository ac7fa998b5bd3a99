namespace PermModule.Findings;

/// <summary>A champion may do no more than the people they train.</summary>
internal sealed class ChampionTierTooLowRule() : FindingRule(
    "ChampionTierTooLow",
    AuditCategory.Governance,
    FindingSeverity.Warning,
    "A champion with a Light profile cannot do the work that they train others in.",
    "Give the champion a Regular or Heavy profile, or the role to somebody who has one.")
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
                    ? Steps.RemoveMember(PermRole.Champion, champion.UserName)
                    : Steps.ChangeProfile(champion.UserName, regular)));
    }
}
