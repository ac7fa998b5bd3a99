namespace PermModule.Findings;

/// <summary>Somebody without a role occupies more than a Light seat.</summary>
internal sealed class EndUserAboveLightRule() : FindingRule(
    "EndUserAboveLight",
    AuditCategory.Governance,
    FindingSeverity.Information,
    "End users, that is everyone who is neither portal owner nor champion, do their daily work on Light seats; each dearer seat wants a reason.",
    "Give the user a Light profile, or make them champion.")
{
    private const int PageSize = Batching.Page;

    public override IEnumerable<PermFinding> Find(AuditContext audit)
    {
        ProfileEntry[] profiles = [.. audit.Snapshot.Profiles];

        // A profile without rights is Light too, and would take everything from the user.
        ProfileEntry[] lights = [.. profiles.Where(profile => profile.Tier == Tier.Light && !profile.Effective.IsEmpty)];
        ProfileEntry? light = Array.Find(lights, profile => profile.IsDefault) ?? lights.FirstOrDefault();
        return profiles.Where(profile => profile.Tier > Tier.Light).SelectMany(profile => Users(audit, profile.Id).Select(name => Found(
            "User",
            name,
            $"'{name}' is neither portal owner nor champion and occupies a {profile.Tier} seat with the profile '{profile.Name}'.",
            light is null
                ? Steps.AddMember(PermRole.Champion, name)
                : Steps.ChangeProfile(name, light.Name),
            profile.Name)));
    }

    private static IEnumerable<string> Users(AuditContext audit, long profileId)
    {
        // Reads one profile at a time, so that the index yields the users in the order of their ids, page by page.
        const string sql = """
            SELECT id, user_name FROM users
            WHERE profile_id = @profileId AND is_active = 1 AND id > @last
              AND NOT EXISTS (SELECT 1 FROM role_members m WHERE m.role IN (@PortalOwner, @Champion) AND m.user_id = users.id)
            ORDER BY id LIMIT @PageSize
            """;
        long last = 0;
        IReadOnlyList<(long Id, string Name)> page;
        do
        {
            page = audit.Session.Read(() => audit.Session.Rows<(long, string)>(sql, new { profileId, last, PermRole.PortalOwner, PermRole.Champion, PageSize }));
            foreach ((long id, string name) in page)
            {
                last = id;
                yield return name;
            }
        }
        while (page.Count > 0);
    }
}
