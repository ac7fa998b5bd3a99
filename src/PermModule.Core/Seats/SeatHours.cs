namespace PermModule;

/// <summary>
/// The history of the seats as it is kept beside the trail: one row for each hour in which something changed, written in the transaction of the change.
/// A year takes at most 8,784 rows however many events it has, and every point of an hour, day, week or month is read from them alone.
/// </summary>
internal sealed class SeatHours(StoreSession session)
{
    private const string Columns = "hour, at, heavy, heavy_highest, heavy_lowest, heavy_limit, regular, regular_highest, regular_lowest, regular_limit, light, light_highest, light_lowest, light_limit, warning_percent";

    private const string Write = $"""
        INSERT INTO seat_hours ({Columns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (hour) DO UPDATE SET at = excluded.at,
            heavy = excluded.heavy, heavy_highest = excluded.heavy_highest, heavy_lowest = excluded.heavy_lowest, heavy_limit = excluded.heavy_limit,
            regular = excluded.regular, regular_highest = excluded.regular_highest, regular_lowest = excluded.regular_lowest, regular_limit = excluded.regular_limit,
            light = excluded.light, light_highest = excluded.light_highest, light_lowest = excluded.light_lowest, light_limit = excluded.light_limit,
            warning_percent = excluded.warning_percent
        """;

    private const string ProfileColumns = "hour, at, tier, active, highest, lowest";

    private const string WriteProfile = $"""
        INSERT INTO seat_profile_hours (profile_id, {ProfileColumns})
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (profile_id, hour) DO UPDATE SET at = excluded.at, tier = excluded.tier, active = excluded.active, highest = excluded.highest, lowest = excluded.lowest
        """;

    /// <summary>Notes the seats in use and the contract after a change.</summary>
    public void Note(long at, ReadOnlySpan<long> used, SeatContract contract) => Put(SeatHour.After(Newest(SeatHour.EndOf(at)), at, used, contract));

    /// <summary>Notes the active users and the tier of a profile after a change.</summary>
    public void Note(long profileId, long at, Tier tier, long active) => Put(profileId, SeatProfileHour.After(Newest(profileId, SeatHour.EndOf(at)), at, tier, active));

    /// <summary>Writes an hour, in place of what is there.</summary>
    public void Put(SeatHour hour) => session.Execute(
        Write,
        hour.Hour,
        hour.At,
        hour.Heavy.Active,
        hour.Heavy.Highest,
        hour.Heavy.Lowest,
        hour.HeavyLimit,
        hour.Regular.Active,
        hour.Regular.Highest,
        hour.Regular.Lowest,
        hour.RegularLimit,
        hour.Light.Active,
        hour.Light.Highest,
        hour.Light.Lowest,
        hour.LightLimit,
        hour.WarningPercent);

    /// <summary>Writes an hour of a profile, in place of what is there.</summary>
    public void Put(long profileId, SeatProfileHour hour) =>
        session.Execute(WriteProfile, profileId, hour.Hour, hour.At, (long)hour.Tier, hour.Active.Active, hour.Active.Highest, hour.Active.Lowest);

    /// <summary>The newest hour that ends at a time or before, or null.</summary>
    public SeatHour? Newest(long until)
    {
        using Statement row = session.Query($"SELECT {Columns} FROM seat_hours WHERE hour <= $1 ORDER BY hour DESC LIMIT 1", until);
        return row.Next() ? Read(row) : null;
    }

    /// <summary>The newest hour of a profile that ends at a time or before, or null.</summary>
    public SeatProfileHour? Newest(long profileId, long until)
    {
        using Statement row = session.Query($"SELECT {ProfileColumns} FROM seat_profile_hours WHERE profile_id = $1 AND hour <= $2 ORDER BY hour DESC LIMIT 1", profileId, until);
        return row.Next() ? ReadProfile(row) : null;
    }

    /// <summary>The hours that end after a time, up to another one, oldest first.</summary>
    public IReadOnlyList<SeatHour> Between(long after, long until)
    {
        List<SeatHour> hours = [];
        using Statement row = session.Query($"SELECT {Columns} FROM seat_hours WHERE hour > $1 AND hour <= $2 ORDER BY hour", after, until);
        while (row.Next())
        {
            session.ThrowIfCancelled();
            hours.Add(Read(row));
        }

        return hours;
    }

    /// <summary>The hours of a profile that end after a time, up to another one, oldest first.</summary>
    public IReadOnlyList<SeatProfileHour> Between(long profileId, long after, long until)
    {
        List<SeatProfileHour> hours = [];
        using Statement row = session.Query($"SELECT {ProfileColumns} FROM seat_profile_hours WHERE profile_id = $1 AND hour > $2 AND hour <= $3 ORDER BY hour", profileId, after, until);
        while (row.Next())
        {
            session.ThrowIfCancelled();
            hours.Add(ReadProfile(row));
        }

        return hours;
    }

    private static SeatHour Read(Statement row) => new(
        row.Number(0),
        row.Number(1),
        Span(row, 2),
        Span(row, 6),
        Span(row, 10),
        row.OptionalNumber(5),
        row.OptionalNumber(9),
        row.OptionalNumber(13),
        (int)row.Number(14));

    private static SeatProfileHour ReadProfile(Statement row) => new(row.Number(0), row.Number(1), (Tier)row.Number(2), Span(row, 3));

    private static SeatSpan Span(Statement row, int column) => new(row.Number(column), row.OptionalNumber(column + 1), row.OptionalNumber(column + 2));
}
