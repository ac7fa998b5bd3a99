namespace PermModule.Findings;

/// <summary>A user who is champion.</summary>
internal readonly record struct Champion(string UserName, ProfileEntry Profile, bool IsActive)
{
    public static IReadOnlyList<Champion> Read(AuditContext audit) => audit.Session.ReadConsistently(() =>
    {
        const string sql = "SELECT u.user_name, u.profile_id, u.is_active FROM role_members m JOIN users u ON u.id = m.user_id WHERE m.role = @Champion ORDER BY m.user_id";
        return audit.Session.Rows<(string UserName, long ProfileId, bool IsActive)>(sql, new { PermRole.Champion })
            .Select(row => new Champion(row.UserName, audit.Snapshot.Profile(row.ProfileId), row.IsActive))
            .ToList();
    });
}
