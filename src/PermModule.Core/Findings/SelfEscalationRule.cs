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
        if (held.IsEmpty)
        {
            return null;
        }

        // Without the right in any profile, nobody could give it to anybody again.
        RightSet others = RightCatalogue.SetOf(RightCatalogue.Default.RightsOf(held).Where(right => Smallest(audit, right) != profile.Id));
        return Found(
            profile,
            $"{Quantity.Of(activeUsers, "active user")} of the profile '{profile.Name}' can change their own rights with {Keys(held)}.",
            others.IsEmpty ? Steps.ListHolders(held) : Steps.Revoke(profile, others));
    }

    /// <summary>The profile in which a right stays: of those with active users who hold it, the one with the fewest.</summary>
    private static long? Smallest(AuditContext audit, PermRight right)
    {
        SeatLedger ledger = audit.Ledger();
        return audit.Snapshot.Profiles
            .Where(profile => profile.Effective.Contains(right.Index) && ledger.Count(profile.Id).Active > 0)
            .MinBy(profile => ledger.Count(profile.Id).Active)?.Id;
    }
}
