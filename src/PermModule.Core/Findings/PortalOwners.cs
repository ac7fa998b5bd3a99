namespace PermModule.Findings;

/// <summary>The portal owners who can act.</summary>
internal static class PortalOwners
{
    public static long CountActive(AuditContext audit) => audit.Session.Read(() => audit.Session.Scalar(
        "SELECT COUNT(*) FROM role_members m JOIN users u ON u.id = m.user_id WHERE m.role = $1 AND u.is_active = 1",
        (long)PermRole.PortalOwner)) ?? 0;
}
