namespace PermModule;

/// <summary>
/// The history of the seats as it is kept beside the trail: one row for each hour in which something changed, written in the transaction of the change.
/// A year takes at most 8,784 rows however many events it has, and every point of an hour, day, week or month is read from them alone.
/// </summary>
internal sealed class SeatHours(StoreSession session)
{
    private const string Columns = "hour, at, heavy, heavy_highest, heavy_lowest, heavy_limit, regular, regular_highest, regular_lowest, regular_limit, light, light_highest, light_lowest, light_limit, warning_percent";

    /// <summary>The last hour of each day, with the extremes of the whole day.</summary>
    private const string Days = $"""
        SELECT h.hour, h.at, h.heavy, d.heavy_highest, d.heavy_lowest, h.heavy_limit, h.regular, d.regular_highest, d.regular_lowest, h.regular_limit,
            h.light, d.light_highest, d.light_lowest, h.light_limit, h.warning_percent
        FROM (
            SELECT MAX(hour) AS last_hour,
                MAX(CASE WHEN heavy_highest > heavy THEN heavy_highest ELSE heavy END) AS heavy_highest,
                MIN(CASE WHEN heavy_lowest < heavy THEN heavy_lowest ELSE heavy END) AS heavy_lowest,
                MAX(CASE WHEN regular_highest > regular THEN regular_highest ELSE regular END) AS regular_highest,
                MIN(CASE WHEN regular_lowest < regular THEN regular_lowest ELSE regular END) AS regular_lowest,
                MAX(CASE WHEN light_highest > light THEN light_highest ELSE light END) AS light_highest,
                MIN(CASE WHEN light_lowest < light THEN light_lowest ELSE light END) AS light_lowest
            FROM seat_hours WHERE hour > $1 AND hour <= $2
            GROUP BY (hour - 1) / 86400000
        ) d CROSS JOIN seat_hours h
        WHERE h.hour = d.last_hour
        ORDER BY h.hour
        """;

    private const string Values = $"({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

    private const string ProfileColumns = "hour, at, tier, active, highest, lowest";

    private const string InsertProfile = $"INSERT INTO seat_profile_hours (profile_id, {ProfileColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    private static readonly string NoteHour = $"""
        INSERT INTO seat_hours {Values}
        ON CONFLICT (hour) DO UPDATE SET at = excluded.at, warning_percent = excluded.warning_percent,
            heavy_limit = excluded.heavy_limit, regular_limit = excluded.regular_limit, light_limit = excluded.light_limit,
            {Then("seat_hours", "heavy", "heavy_highest", "heavy_lowest")},
            {Then("seat_hours", "regular", "regular_highest", "regular_lowest")},
            {Then("seat_hours", "light", "light_highest", "light_lowest")}
        """;

    private static readonly string NoteProfile = $"""
        {InsertProfile}
        ON CONFLICT (profile_id, hour) DO UPDATE SET at = excluded.at, tier = excluded.tier,
            {Then("seat_profile_hours", "active", "highest", "lowest")}
        """;

    private const string NewestHour = $"SELECT {Columns} FROM seat_hours WHERE hour <= $1 ORDER BY hour DESC LIMIT 1";

    private const string NewestProfileHour = $"SELECT {ProfileColumns} FROM seat_profile_hours WHERE profile_id = $1 AND hour <= $2 ORDER BY hour DESC LIMIT 1";

    /// <summary>Notes the seats in use and the contract after a change.</summary>
    public void Note(long at, ReadOnlySpan<long> used, SeatContract contract) => Send(NoteHour, SeatHour.After(before: null, at, used, contract));

    /// <summary>Notes the active users and the tier of a profile after a change.</summary>
    public void Note(long at, long profileId, Tier tier, long active) => Send(NoteProfile, profileId, SeatProfileHour.After(before: null, at, tier, active));

    /// <summary>Writes an hour that is not there yet.</summary>
    /// <param name="hour">The hour.</param>
    /// <param name="suffix">What the name of the table ends in, for that of a past moment.</param>
    public void Put(SeatHour hour, string suffix = "") => Send($"INSERT INTO seat_hours{suffix} {Values}", hour);

    /// <summary>Writes an hour of a profile that is not there yet.</summary>
    public void Put(long profileId, SeatProfileHour hour) => Send(InsertProfile, profileId, hour);

    /// <summary>The newest hour that ends at a time or before, or null.</summary>
    public SeatHour? Newest(long until)
    {
        using Statement row = session.Query(NewestHour, until);
        return row.Next() ? Read(row) : null;
    }

    /// <summary>The newest hour of a profile that ends at a time or before, or null.</summary>
    public SeatProfileHour? Newest(long profileId, long until)
    {
        using Statement row = session.Query(NewestProfileHour, profileId, until);
        return row.Next() ? ReadProfile(row) : null;
    }

    /// <summary>The hours that end after a time, up to another one, oldest first.</summary>
    public IReadOnlyList<SeatHour> Between(long after, long until) => Between($"SELECT {Columns} FROM seat_hours WHERE hour > $1 AND hour <= $2 ORDER BY hour", after, until);

    /// <summary>The last of these hours of each day, with the extremes of all of them on that day: a year of days is read in a fraction of the time of its hours.</summary>
    public IReadOnlyList<SeatHour> DaysBetween(long after, long until) => Between(Days, after, until);

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

    private List<SeatHour> Between(string sql, long after, long until)
    {
        List<SeatHour> hours = [];
        using Statement row = session.Query(sql, after, until);
        while (row.Next())
        {
            session.ThrowIfCancelled();
            hours.Add(Read(row));
        }

        return hours;
    }

    private void Send(string sql, SeatHour hour) => session.Send(
        sql,
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

    private void Send(string sql, long profileId, SeatProfileHour hour) =>
        session.Send(sql, profileId, hour.Hour, hour.At, (long)hour.Tier, hour.Active.Active, hour.Active.Highest, hour.Active.Lowest);

    /// <summary>What a number and its extremes become in a row that is there, as <see cref="SeatSpan.Then"/> has it: so none has to be read before it is written.</summary>
    private static string Then(string table, string active, string highest, string lowest)
    {
        return $"{active} = excluded.{active}, {Extreme(highest, ">")}, {Extreme(lowest, "<")}";

        string Extreme(string extreme, string beyond) =>
            $"{extreme} = CASE WHEN {table}.at = excluded.at OR {table}.{extreme} {beyond} {table}.{active} THEN {table}.{extreme} ELSE {table}.{active} END";
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
