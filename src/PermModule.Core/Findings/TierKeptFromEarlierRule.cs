namespace PermModule.Findings;

/// <summary>A right has the default tier of an earlier release, because the new one did not fit into the contract.</summary>
internal sealed class TierKeptFromEarlierRule() : FindingRule(
    "TierKeptFromEarlier",
    AuditCategory.Seats,
    FindingSeverity.Warning,
    "A right that keeps an outdated tier counts seats otherwise than the portal does.",
    "Free seats or buy more and reset the tier, or set the tier that your contract names.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        RightTiers tiers = audit.Snapshot.Tiers;
        return RightCatalogue.Default.RightsOf(tiers.Kept).Select(right => Found(
            "Right",
            right.Key,
            $"'{right.Key}' keeps the tier {tiers.Of(right.Index)} of an earlier release. With the new default {right.DefaultTier} the seats would have passed the contract.",
            new RecommendedStep { Kind = RecommendedStepKind.ResetTier, Rights = [right.Key] }));
    }
}
