namespace PermModule.Findings;

/// <summary>No source says that a profile has its tier: every right that gives it that tier is of an assumed one.</summary>
internal sealed class AssumedTierCountsRule() : ProfileRule(
    "AssumedTierCounts",
    FindingSeverity.Information,
    "The portal's documents do not state the tier of some rights. A profile that has its tier from such rights alone may occupy other seats than counted here.",
    "Check the tiers of these rights against the contract, and correct them.")
{
    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers)
    {
        if (profile.Tier == Tier.Light)
        {
            return null;
        }

        RightTiers tiers = audit.Snapshot.Tiers;
        PermRight[] decisive = [.. RightCatalogue.Default.RightsOf(profile.Effective).Where(right => tiers.Of(right.Index) == profile.Tier)];
        return Array.TrueForAll(decisive, right => right.TierSource == TierSource.Assumed && !tiers.Changed.ContainsKey(right.Index))
            ? Found(
                profile,
                $"The profile '{profile.Name}' is {profile.Tier} only by rights whose tier is assumed: {Keys(RightCatalogue.SetOf(decisive))}.",
                new RecommendedStep { Kind = RecommendedStepKind.ListAssumedTiers, Profile = profile.Name, Tier = profile.Tier })
            : null;
    }
}
