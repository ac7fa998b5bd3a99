namespace PermModule.Findings;

/// <summary>A profile holds a right of the vendor's maintenance.</summary>
internal sealed class MaintenanceRightGrantedRule() : ProfileRule(
    "MaintenanceRightGranted",
    FindingSeverity.Error,
    "Rights of the vendor's maintenance reach behind the portal's own checks and belong in no profile of a person.",
    "Revoke the right from the profile.")
{
    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers)
    {
        RightSet held = profile.Effective & RightCatalogue.Default.MaintenanceOnly;
        return held.IsEmpty ? null : Found(profile, $"The profile '{profile.Name}' with {Quantity.Of(activeUsers, "active user")} holds {Keys(held)}, which is for the vendor's maintenance.", Steps.Revoke(profile, held));
    }
}
