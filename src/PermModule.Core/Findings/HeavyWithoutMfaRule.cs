namespace PermModule.Findings;

/// <summary>Users with the most rights sign in without a second factor.</summary>
internal sealed class HeavyWithoutMfaRule() : ProfileRule(
    "HeavyWithoutMfa",
    FindingSeverity.Warning,
    "A stolen password of somebody with Heavy rights opens the whole portal; a second factor stops that.",
    "Grant the profile the obligation to use a second factor.")
{
    private static readonly PermRight Mfa = RightCatalogue.Default.Find("asset-bank.users-and-permissions.require-mfa-on-login")!;

    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers) =>
        profile.Tier == Tier.Heavy && activeUsers > 0 && !profile.Effective.Contains(Mfa.Index)
            ? Found(profile, $"{Quantity.Of(activeUsers, "active user")} of the Heavy profile '{profile.Name}' can sign in without a second factor.", Steps.Grant(profile.Name, RightSet.Of(Mfa.Index)))
            : null;
}
