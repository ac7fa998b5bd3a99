namespace PermModule.Findings;

/// <summary>More seats are in use than the contract has.</summary>
internal sealed class SeatLimitExceededRule() : FindingRule(
    "SeatLimitExceeded",
    AuditCategory.Seats,
    FindingSeverity.Error,
    "Every active user above the contract is a seat that was not bought.",
    "Deactivate people who do not come, revoke rights from profiles that are nearly of a lower tier, or buy seats and raise the limit of the contract.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) => audit.Usage()
        .Where(usage => usage.Status == SeatStatus.Over)
        .Select(usage => Found("Tier", usage.Tier.ToString(), $"{Quantity.Of(usage.Active, $"{usage.Tier} seat is", $"{usage.Tier} seats are")} in use, {usage.Active - usage.Limit} more than the {usage.Limit} of the contract.", Steps.FreeSeats(usage.Tier, usage.Active - usage.Limit!.Value, audit.Options.NotSeenForDays), usage.Tier.ToString()));
}
