namespace PermModule.Findings;

/// <summary>A right has the default tier of an earlier release, because the new one did not fit into the contract.</summary>
internal sealed class TierKeptFromEarlierRule() : FindingRule(
    "TierKeptFromEarlier",
    AuditCategory.Seats,
    FindingSeverity.Warning,
    "A right that keeps an outdated tier counts seats otherwise than the portal does.",
    "Free seats or buy them and reset the tier with Set-PermRightTier -Reset; or set the tier of your contract with Set-PermRightTier -Tier.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        RightTiers tiers = audit.Snapshot.Tiers;
        return RightCatalogue.Default.RightsOf(tiers.Kept).Select(right => Found(
            "Right",
            right.Key,
            $"'{right.Key}' keeps the tier {tiers.Of(right.Index)} of an earlier release. With the new default {right.DefaultTier} the seats would have passed the contract.",
            $"Set-PermRightTier {CommandLine.Quote(right.Key)} -Reset"));
    }
}
