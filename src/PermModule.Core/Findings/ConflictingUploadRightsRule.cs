namespace PermModule.Findings;

/// <summary>A profile may upload directly and must wait for approval.</summary>
internal sealed class ConflictingUploadRightsRule() : ProfileRule(
    "ConflictingUploadRights",
    FindingSeverity.Warning,
    "Whoever holds both upload rights uploads directly: the approval that somebody meant to make mandatory never happens.",
    "Decide which of the two is meant, and revoke the other.")
{
    private static readonly RightSet Direct = RightSet.Of(RightCatalogue.Default.Find("asset-bank.asset-management.upload-assets")!.Index);
    private static readonly RightSet Approved = RightSet.Of(RightCatalogue.Default.Find("asset-bank.asset-management.upload-assets-with-mandatory-approval")!.Index);

    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers) =>
        profile.Effective.ContainsAll(Direct | Approved)
            ? Found(profile, $"The profile '{profile.Name}' holds {Keys(Direct)} and {Keys(Approved)}: its users upload without the approval.", Steps.Revoke(profile, Direct))
            : null;
}
