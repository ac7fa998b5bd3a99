namespace PermModule.Findings;

/// <summary>The seats of a tier are full or nearly so.</summary>
internal sealed class SeatLimitNearRule() : FindingRule(
    "SeatLimitNear",
    AuditCategory.Seats,
    FindingSeverity.Warning,
    "At the limit the next person cannot be let in; whoever knows before can free or buy seats in time.",
    "Deactivate people who do not come, revoke rights from profiles that are nearly of a lower tier, or buy seats and raise the limit of the contract.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) => audit.Usage()
        .Where(usage => usage.Status is SeatStatus.Warning or SeatStatus.Full)
        .Select(usage => Found("Tier", usage.Tier.ToString(), $"{usage.Tier} seats in use: {usage.Active} of {usage.Limit} ({usage.UsedPercent} %), free {usage.Available}.", Steps.FreeSeats(usage.Tier, usage.Surplus(audit.Snapshot.Contract.WarningPercent), audit.Options.NotSeenForDays), usage.Tier.ToString()));
}
