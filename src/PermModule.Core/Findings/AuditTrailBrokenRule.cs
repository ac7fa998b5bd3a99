namespace PermModule.Findings;

/// <summary>The history is not what was written.</summary>
internal sealed class AuditTrailBrokenRule() : FindingRule(
    "AuditTrailBroken",
    AuditCategory.Integrity,
    FindingSeverity.Error,
    "A history that was changed behind the module's back proves nothing, and somebody had a reason to change it.",
    "Find out who could write to the file, compare the trail with a digest kept elsewhere, and restore a backup.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        AuditVerification trail = audit.VerifyTrail();
        if (!trail.IsIntact)
        {
            // Where what remains of an erasure was changed, any event before it may be the one.
            string before = trail.Count < trail.FirstBrokenId ? $" {Quantity.Of(trail.Count, "event before it is as it was", "events before it are as they were")} written." : "";
            yield return Found("AuditTrail", FormattableString.Invariant($"{trail.FirstBrokenId}"), $"{trail.Message}{before}", new RecommendedStep { Kind = RecommendedStepKind.VerifyTrail });
        }
    }
}
