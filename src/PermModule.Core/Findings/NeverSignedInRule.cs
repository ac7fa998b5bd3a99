namespace PermModule.Findings;

/// <summary>A seat is held by somebody who never came.</summary>
internal sealed class NeverSignedInRule() : FindingRule(
    "NeverSignedIn",
    AuditCategory.Seats,
    FindingSeverity.Warning,
    "An invitation that was never taken up costs a seat, and its first password may still lie in a mailbox.",
    "Ask the person or their champion, then deactivate the user; that frees the seat at once.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) =>
        audit.Seats.NeverSignedIn(audit.Options.NotSeenForDays).Select(user => Found("User", user.UserName!, $"{user.Reason} A {user.Tier} seat is occupied.", Steps.Deactivate(user.UserName!), user.Tier.ToString()));
}
