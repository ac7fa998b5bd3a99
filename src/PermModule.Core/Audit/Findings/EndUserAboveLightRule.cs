using Microsoft.Data.Sqlite;

namespace PermModule.Audit;

/// <summary>Somebody without a role occupies more than a Light seat.</summary>
internal sealed class EndUserAboveLightRule() : FindingRule(
    "EndUserAboveLight",
    AuditCategory.Governance,
    FindingSeverity.Information,
    "End users, that is everyone who is neither portal owner nor champion, do their daily work on Light seats; each dearer seat wants a reason.",
    "Move him to a Light profile with Set-PermUser, or make him champion with Add-PermRoleMember.")
{
    private const int PageSize = 1_000;

    public override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        ProfileEntry[] profiles = [.. audit.Snapshot.Profiles];
        ProfileEntry? light = audit.Snapshot.Default is { Tier: Tier.Light } standard ? standard : Array.Find(profiles, profile => profile.Tier == Tier.Light);
        return profiles.Where(profile => profile.Tier > Tier.Light).SelectMany(profile => Users(audit, profile.Id).Select(name => Found(
            "User",
            name,
            $"'{name}' is neither portal owner nor champion and occupies a {profile.Tier} seat with the profile '{profile.Name}'.",
            light is null
                ? $"Add-PermRoleMember -Role Champion -User {CommandLine.Quote(name)}"
                : $"Set-PermUser {CommandLine.Quote(name)} -Profile {CommandLine.Quote(light.Name)}")));
    }

    private static IEnumerable<string> Users(AuditContext audit, long profileId)
    {
        long last = 0;
        List<string> page;
        do
        {
            (page, last) = audit.Session.Read(() => Page(audit, profileId, last));
            foreach (string name in page)
            {
                yield return name;
            }
        }
        while (page.Count > 0);
    }

    private static (List<string> Page, long Last) Page(AuditContext audit, long profileId, long after)
    {
        // One profile at a time: so its index gives the users in the order of their ids, page by page.
        const string sql = """
            SELECT id, user_name FROM users
            WHERE profile_id = $0 AND is_active = 1 AND id > $1
              AND NOT EXISTS (SELECT 1 FROM role_members m WHERE m.role IN ($2, $3) AND m.user_id = users.id)
            ORDER BY id LIMIT $4
            """;
        List<string> page = [];
        long last = after;
        using SqliteDataReader reader = audit.Session.Query(sql, profileId, after, (long)PermRole.PortalOwner, (long)PermRole.Champion, PageSize);
        while (reader.Read())
        {
            last = reader.GetInt64(0);
            page.Add(reader.GetString(1));
        }

        return (page, last);
    }
}
