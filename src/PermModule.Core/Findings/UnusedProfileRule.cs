namespace PermModule.Findings;

/// <summary>Nobody has the profile.</summary>
internal sealed class UnusedProfileRule() : ProfileRule(
    "UnusedProfile",
    FindingSeverity.Information,
    "Profiles that nobody has make it hard to see which one is meant, and one day somebody gets the wrong one.",
    "Remove the profile; an export keeps a copy.")
{
    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers) =>
        activeUsers + inactiveUsers == 0 && !profile.IsDefault
            ? Found(profile, $"Nobody has the profile '{profile.Name}'.", Steps.RemoveProfile(profile))
            : null;
}
