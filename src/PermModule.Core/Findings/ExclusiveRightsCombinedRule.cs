namespace PermModule.Findings;

/// <summary>A profile holds rights of which it can hold one. The module refuses that; it comes from elsewhere or from a new catalogue.</summary>
internal sealed class ExclusiveRightsCombinedRule() : ProfileRule(
    "ExclusiveRightsCombined",
    FindingSeverity.Error,
    "Of some rights a profile can hold one; with several of them nobody can say what its users may do.",
    "Keep the one that the users need and revoke the others.")
{
    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers)
    {
        RightSet held = RightCatalogue.Default.ExclusiveGroups.Select(group => profile.Direct & group).FirstOrDefault(both => both.Count > 1);
        if (held.IsEmpty)
        {
            return null;
        }

        // The one that asks for least stays: losing a right is noticed, keeping one too many is not.
        PermRight least = RightCatalogue.Default.RightsOf(held).MinBy(right => audit.Snapshot.Tiers.Of(right.Index))!;
        return Found(profile, $"The profile '{profile.Name}' holds {Keys(held)}, of which it can hold one.", Steps.Revoke(profile, held - RightSet.Of(least.Index)));
    }
}
