namespace PermModule.Findings;

/// <summary>A seat is held by somebody who never came.</summary>
internal sealed class NeverSignedInRule() : FindingRule(
    "NeverSignedIn",
    AuditCategory.Seats,
    FindingSeverity.Warning,
    "An invitation that was never taken up costs a seat, and its first password may still lie in a mailbox.",
    "Ask the person or his champion, then deactivate him with Disable-PermUser; that frees the seat at once.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) =>
        audit.Seats.NeverSignedIn(audit.Options.NotSeenForDays).Select(user => Found("User", user.UserName!, $"{user.Reason} A {user.Tier} seat is occupied.", "Disable-PermUser " + CommandLine.Quote(user.UserName!)));
}
