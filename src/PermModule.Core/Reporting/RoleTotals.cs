using Microsoft.Data.Sqlite;
using PermModule.Storage;

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
        RoleTotals totals = new();
        const string sql = """
            SELECT m.role, COALESCE(m.department, u.department), COALESCE(m.location, u.location)
            FROM role_members m JOIN users u ON u.id = m.user_id
            WHERE u.is_active = 1
            """;
        using SqliteDataReader reader = session.Query(sql);
        while (reader.Read())
        {
            if (reader.GetInt32(0) == 0)
            {
                totals.PortalOwners++;
            }
            else if (reader.GetInt32(0) == 1)
            {
                totals.Champions++;
                Count(reader, 1, totals.ChampionsByDepartment);
                Count(reader, 2, totals.ChampionsByLocation);
            }
        }

        return totals;
    }

    private static void Count(SqliteDataReader reader, int column, Dictionary<string, long> champions)
    {
        if (!reader.IsDBNull(column))
        {
            string key = NameKey.Fold(reader.GetString(column));
            champions[key] = champions.GetValueOrDefault(key) + 1;
        }
    }
}
