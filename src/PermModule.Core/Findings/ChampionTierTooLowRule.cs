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
        ProfileEntry[] regular = [.. audit.Snapshot.Profiles.Where(profile => profile.Tier == Tier.Regular)];
        return Champion.Read(audit)
            .Where(champion => champion.Profile.Tier < Tier.Regular)
            .Select(champion => Found(
                "User",
                champion.UserName,
                $"The champion '{champion.UserName}' has the {champion.Profile.Tier} profile '{champion.Profile.Name}'; a champion needs a Regular or Heavy one.",
                Nearest(champion, regular) is { } profile
                    ? Steps.ChangeProfile(champion.UserName, profile.Name)
                    : Steps.RemoveMember(PermRole.Champion, champion.UserName)));
    }

    /// <summary>The profile that takes the fewest rights from the champion, and of those the one that gives the fewest.</summary>
    private static ProfileEntry? Nearest(Champion champion, ProfileEntry[] profiles) =>
        profiles.MinBy(profile => ((champion.Profile.Effective - profile.Effective).Count, profile.Effective.Count));
}
