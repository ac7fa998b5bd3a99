namespace PermModule.Findings;

/// <summary>Nobody runs the portal.</summary>
internal sealed class PortalOwnerMissingRule() : FindingRule(
    "PortalOwnerMissing",
    AuditCategory.Governance,
    FindingSeverity.Error,
    "Without a portal owner nobody keeps the portal current, looks after its users or trains its champions.",
    "Make an active user portal owner, better two.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        if (PortalOwners.CountActive(audit) == 0)
        {
            yield return Found("Role", nameof(PermRole.PortalOwner), $"No active user is portal owner.", Steps.AddMember(PermRole.PortalOwner));
        }
    }
}
