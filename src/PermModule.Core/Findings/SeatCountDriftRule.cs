namespace PermModule.Findings;

/// <summary>The seat counters differ from the users.</summary>
internal sealed class SeatCountDriftRule() : FindingRule(
    "SeatCountDrift",
    AuditCategory.Integrity,
    FindingSeverity.Error,
    "Seat limits are checked against counters; where these differ from the users, too many or too few get in.",
    "Restore a backup, or export the users and profiles and import them into a new store.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) => audit.Session.ReadConsistently(() => SeatRecount.Run(audit.Session))
        .Where(count => count.IsDrifted)
        .Select(count => Found("Profile", count.ProfileName, $"The {count}.", new RecommendedStep { Kind = RecommendedStepKind.CheckStore }));
}
