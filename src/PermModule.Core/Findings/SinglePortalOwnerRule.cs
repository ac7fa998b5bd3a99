namespace PermModule.Findings;

/// <summary>One person runs the portal alone.</summary>
internal sealed class SinglePortalOwnerRule() : FindingRule(
    "SinglePortalOwner",
    AuditCategory.Governance,
    FindingSeverity.Warning,
    "A single portal owner is on leave some day, and leaves some day; the second one knows how things are done.",
    "Make a second active user portal owner.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        if (PortalOwners.CountActive(audit) == 1)
        {
            yield return Found("Role", nameof(PermRole.PortalOwner), $"Only one active user is portal owner.", Steps.AddMember(PermRole.PortalOwner));
        }
    }
}
