using System.Globalization;

namespace PermModule;

/// <summary>What the counters of a profile say, and how many users it has when they are counted.</summary>
internal sealed record SeatRecount(string ProfileName, long ActiveKept, long InactiveKept, long Active, long Inactive)
{
    public bool IsDrifted => ActiveKept != Active || InactiveKept != Inactive;

    public long Total => Active + Inactive;

    /// <summary>Counts the users of every profile.</summary>
    public static IReadOnlyList<SeatRecount> Run(StoreSession session)
    {
        const string sql = """
            SELECT p.name, p.active_users, p.inactive_users, CAST(COALESCE(u.active, 0) AS BIGINT), CAST(COALESCE(u.inactive, 0) AS BIGINT)
            FROM profiles p
            LEFT JOIN (SELECT profile_id, SUM(is_active) AS active, SUM(1 - is_active) AS inactive FROM users GROUP BY profile_id) u ON u.profile_id = p.id
            ORDER BY p.name_key
            """;
        return [.. session.Rows<(string Name, long ActiveKept, long InactiveKept, long Active, long Inactive)>(sql)
            .Select(row => new SeatRecount(row.Name, row.ActiveKept, row.InactiveKept, row.Active, row.Inactive))];
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"profile '{ProfileName}' counts {ActiveKept} active and {InactiveKept} inactive users but has {Active} and {Inactive}");
}
