using Microsoft.Data.Sqlite;

namespace PermModule.Audit;

/// <summary>A user who is champion.</summary>
internal readonly record struct Champion(string UserName, ProfileEntry Profile, bool IsActive)
{
    public static IReadOnlyList<Champion> Read(AuditContext audit) => audit.Session.ReadConsistently(() =>
    {
        List<Champion> champions = [];
        using SqliteDataReader reader = audit.Session.Query(
            "SELECT u.user_name, u.profile_id, u.is_active FROM role_members m JOIN users u ON u.id = m.user_id WHERE m.role = $0 ORDER BY m.user_id",
            (long)PermRole.Champion);
        while (reader.Read())
        {
            champions.Add(new Champion(reader.GetString(0), audit.Snapshot.Profile(reader.GetInt64(1)), reader.GetBoolean(2)));
        }

        return champions;
    });
}
