using System.Runtime.InteropServices;

namespace PermModule.Findings;

/// <summary>People of a department or location have nobody to ask.</summary>
internal sealed class ChampionMissingRule() : FindingRule(
    "ChampionMissing",
    AuditCategory.Governance,
    FindingSeverity.Warning,
    "Champions train the people of their department or location and answer their questions; where there is none, nobody does.",
    "Name somebody of the department or location with Add-PermRoleMember -Role Champion.")
{
    public override IEnumerable<PermFinding> Find(AuditContext audit) => audit.Session.ReadConsistently(() =>
    {
        Dictionary<string, long> departments = new(StringComparer.Ordinal);
        Dictionary<string, long> locations = new(StringComparer.Ordinal);
        Count(audit.Session, departments, locations);

        // Who is champion for no department in particular is it for his own.
        const string sql = """
            SELECT COALESCE(m.department, u.department), COALESCE(m.location, u.location)
            FROM role_members m JOIN users u ON u.id = m.user_id
            WHERE m.role = @Champion AND u.is_active = 1
            """;
        IReadOnlyList<(string? Department, string? Location)> covered = audit.Session.Rows<(string?, string?)>(sql, new { PermRole.Champion });
        return (IReadOnlyList<PermFinding>)
        [
            .. Missing("Department", departments, covered.Select(champion => champion.Department)),
            .. Missing("Location", locations, covered.Select(champion => champion.Location)),
        ];
    });

    /// <summary>Counts active users by place. One pass over all users: sorting them by two columns takes several times as long.</summary>
    private static void Count(StoreSession session, Dictionary<string, long> departments, Dictionary<string, long> locations)
    {
        using Statement users = session.Query("SELECT department, location FROM users WHERE is_active = 1");
        while (users.Next())
        {
            session.ThrowIfCancelled();
            Count(users, 0, departments);
            Count(users, 1, locations);
        }
    }

    private static void Count(Statement users, int column, Dictionary<string, long> places)
    {
        if (!users.IsNull(column))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(places, users.Text(column)!, out _)++;
        }
    }

    private IEnumerable<PermFinding> Missing(string type, Dictionary<string, long> users, IEnumerable<string?> covered) => users
        .GroupBy(place => NameKey.Fold(place.Key), StringComparer.Ordinal)
        .ExceptBy(covered.OfType<string>().Select(NameKey.Fold), place => place.Key, StringComparer.Ordinal)
        .OrderBy(place => place.Key, StringComparer.Ordinal)
        .Select(place =>
        {
            string name = place.MaxBy(spelling => spelling.Value).Key;
            return Found(
                type,
                name,
                $"The {type.ToLowerInvariant()} '{name}' has {place.Sum(spelling => spelling.Value)} active users and no active champion.",
                $"Add-PermRoleMember -Role Champion -{type} {CommandLine.Quote(name)} -User (Read-Host 'User name')");
        });
}
