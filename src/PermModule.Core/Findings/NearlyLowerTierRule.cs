namespace PermModule.Findings;

/// <summary>One or two rights keep a profile above a lower tier.</summary>
internal sealed class NearlyLowerTierRule() : FindingRule(
    "NearlyLowerTier",
    AuditCategory.Seats,
    FindingSeverity.Information,
    "A single right can make the seats of a whole profile dearer than its users need.",
    "If nobody of the profile needs the right, revoke it, or move those who do to a profile of their own.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) => audit.Seats.NearlyLowerTier().Select(seats =>
        Found("Profile", seats.ProfileName!, $"{seats.Reason} That frees {Quantity.Of(seats.SeatsFreed, $"{seats.Tier} seat")}.", Steps.Revoke(audit.Snapshot.Profile(seats.ProfileName!), RightCatalogue.SetOf(seats.Rights.Select(RightCatalogue.Default.Resolve)))));
}
