namespace PermModule.Findings;

/// <summary>A profile holds a right without the one it needs. The module refuses that; it comes from elsewhere or from a new catalogue.</summary>
internal sealed class RequiredRightMissingRule() : ProfileRule(
    "RequiredRightMissing",
    FindingSeverity.Error,
    "A right without the one it needs does not work, or works where nobody expects it.",
    "Grant the missing right, or revoke the one that needs it.")
{
    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers)
    {
        foreach (PermRight right in RightCatalogue.Default.RightsOf(profile.Effective))
        {
            foreach (RightSet needed in right.RequiredGroups.Where(group => !profile.Effective.Overlaps(group)))
            {
                RecommendedStep step = Steps.Grant(profile.Name, RightSet.Of(needed.Indexes().First()), withRequired: true);
                return Found(profile, $"The profile '{profile.Name}' holds {right.Key} but not {Keys(needed).Replace(", ", " or ", StringComparison.Ordinal)}, which that needs.", step);
            }
        }

        return null;
    }
}
