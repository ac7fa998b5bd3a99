namespace PermModule.Findings;

/// <summary>A profile holds nothing.</summary>
internal sealed class EmptyProfileRule() : ProfileRule(
    "EmptyProfile",
    FindingSeverity.Warning,
    "People of a profile without rights occupy seats and can do nothing; a profile in the making is forgotten.",
    "Grant the profile the rights that its users need, or remove it.")
{
    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers)
    {
        if (!profile.Effective.IsEmpty)
        {
            return null;
        }

        RecommendedStep step = activeUsers + inactiveUsers == 0 && !profile.IsDefault
            ? Steps.RemoveProfile(profile)
            : Steps.Grant(profile.Name, RightSet.Empty);
        return Found(profile, $"The profile '{profile.Name}' holds no right; it has {Quantity.Of(activeUsers, "active user")} and {Quantity.Of(inactiveUsers, "inactive user")}.", step);
    }
}
