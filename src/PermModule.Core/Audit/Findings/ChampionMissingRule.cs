using Microsoft.Data.Sqlite;
using PermModule.Storage;

namespace PermModule.Audit;

/// <summary>People of a department or location have nobody to ask.</summary>
internal sealed class ChampionMissingRule() : FindingRule(
    "ChampionMissing",
    AuditCategory.Governance,
    FindingSeverity.Warning,
    "Champions train the people of their department or location and answer their questions; where there is none, nobody does.",
    "Name somebody of the department or location with Add-PermRoleMember -Role Champion.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) => Find(audit, "Department", "department").Concat(Find(audit, "Location", "location"));

    private IEnumerable<PermFinding> Find(AuditContext audit, string type, string column) => audit.Session.ReadConsistently(() =>
    {
        Dictionary<string, (string Name, long Users)> places = Places(audit.Session, column);

        // Who is champion for no department in particular is it for his own.
        string sql = $"""
            SELECT DISTINCT COALESCE(m.{column}, u.{column})
            FROM role_members m JOIN users u ON u.id = m.user_id
            WHERE m.role = $0 AND u.is_active = 1 AND COALESCE(m.{column}, u.{column}) IS NOT NULL
            """;
        using SqliteDataReader covered = audit.Session.Query(sql, (long)PermRole.Champion);
        while (covered.Read())
        {
            places.Remove(NameKey.Fold(covered.GetString(0)));
        }

        return places.OrderBy(place => place.Key, StringComparer.Ordinal).Select(place => Found(
            type,
            place.Value.Name,
            $"The {column} '{place.Value.Name}' has {place.Value.Users} active users and no active champion.",
            $"Add-PermRoleMember -Role Champion -{type} {CommandLine.Quote(place.Value.Name)} -User (Read-Host 'User name')"));
    });

    private static Dictionary<string, (string Name, long Users)> Places(StoreSession session, string column)
    {
        Dictionary<string, (string Name, long Users)> places = new(StringComparer.Ordinal);
        using SqliteDataReader reader = session.Query($"SELECT {column}, COUNT(*) FROM users WHERE is_active = 1 AND {column} IS NOT NULL GROUP BY {column}");
        while (reader.Read())
        {
            string name = reader.GetString(0);
            string key = NameKey.Fold(name);
            (string first, long users) = places.GetValueOrDefault(key, (name, 0));
            places[key] = (first, users + reader.GetInt64(1));
        }

        return places;
    }
}
