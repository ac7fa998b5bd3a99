namespace PermModule.Findings;

/// <summary>Holders may widen their own rights.</summary>
internal sealed class SelfEscalationRule() : ProfileRule(
    "SelfEscalation",
    FindingSeverity.Warning,
    "Whoever may change permissions may change their own; such profiles are to be few, known and small.",
    "Keep the right in one small profile of administrators and revoke it from all others.")
{
    private static readonly RightSet Escalating = RightCatalogue.SetOf(
    [
        RightCatalogue.Default.Find("asset-bank.users-and-permissions.manage-permission-profiles")!,
        RightCatalogue.Default.Find("content-workflow.manage-roles-and-permissions")!,
    ]);

    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers)
    {
        RightSet held = profile.Effective & Escalating;
        return held.IsEmpty ? null : Found(profile, $"{Quantity.Of(activeUsers, "active user")} of the profile '{profile.Name}' can change their own rights with {Keys(held)}.", Steps.Revoke(profile, held));
    }
}
