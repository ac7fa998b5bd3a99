namespace PermModule.Reporting;

/// <summary>The active portal owners and champions, and the departments and locations that champions look after.</summary>
internal sealed class RoleTotals
{
    public long PortalOwners { get; private set; }

    public long Champions { get; private set; }

    public Dictionary<string, long> ChampionsByDepartment { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> ChampionsByLocation { get; } = new(StringComparer.Ordinal);

    public static RoleTotals Read(StoreSession session)
    {
        RoleService roles = new(session);
        RoleTotals totals = new() { PortalOwners = roles.Members(PermRole.PortalOwner).Count(member => member.IsActive) };
        foreach (RoleMember champion in roles.Members(PermRole.Champion).Where(member => member.IsActive))
        {
            totals.Champions++;
            Count(champion.Department, totals.ChampionsByDepartment);
            Count(champion.Location, totals.ChampionsByLocation);
        }

        return totals;
    }

    private static void Count(string? place, Dictionary<string, long> champions)
    {
        if (place is not null)
        {
            string key = NameKey.OfStored(place);
            champions[key] = champions.GetValueOrDefault(key) + 1;
        }
    }
}
