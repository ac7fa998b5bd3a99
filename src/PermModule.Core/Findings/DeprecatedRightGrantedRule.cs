namespace PermModule.Findings;

/// <summary>A profile holds a right that the portal is about to drop.</summary>
internal sealed class DeprecatedRightGrantedRule() : ProfileRule(
    "DeprecatedRightGranted",
    FindingSeverity.Warning,
    "The portal keeps deprecated rights for old profiles only; what rests on them stops when they go.",
    "Revoke the right after checking that nothing uses it any longer.")
{
    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers)
    {
        RightSet held = profile.Effective & RightCatalogue.Default.Deprecated;
        return held.IsEmpty ? null : Found(profile, $"The profile '{profile.Name}' holds deprecated rights: {Keys(held)}.", Steps.Revoke(profile, held));
    }
}
