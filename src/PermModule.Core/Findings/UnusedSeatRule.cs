namespace PermModule.Findings;

/// <summary>A seat is held by somebody who no longer comes.</summary>
internal sealed class UnusedSeatRule() : FindingRule(
    "UnusedSeat",
    AuditCategory.Seats,
    FindingSeverity.Warning,
    "A seat that nobody uses costs like one that somebody uses, and a forgotten account is a way in.",
    "Ask the person or their champion, then deactivate the user; that frees the seat at once.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) =>
        audit.Seats.Unused(audit.Options.NotSeenForDays).Select(user => Found("User", user.UserName!, $"{user.Reason} A {user.Tier} seat is occupied.", Steps.Deactivate(user.UserName!), user.Tier.ToString()));
}
