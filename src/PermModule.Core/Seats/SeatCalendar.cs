namespace PermModule;

/// <summary>The times that the points of a seat history fall on, in UTC.</summary>
internal static class SeatCalendar
{
    /// <summary>The beginning of the interval that a time is in.</summary>
    public static DateTimeOffset Begin(SeatInterval interval, DateTimeOffset time)
    {
        DateTime utc = time.UtcDateTime;
        DateTime begin = interval switch
        {
            SeatInterval.Hour => utc.Date.AddHours(utc.Hour),
            SeatInterval.Day => utc.Date,
            SeatInterval.Week => utc.Date.AddDays(-(((int)utc.DayOfWeek + 6) % 7)),
            _ => new DateTime(utc.Year, utc.Month, 1, 0, 0, 0, DateTimeKind.Utc),
        };
        return new DateTimeOffset(begin, TimeSpan.Zero);
    }

    /// <summary>The first point at a time or later.</summary>
    public static DateTimeOffset From(SeatInterval interval, DateTimeOffset time)
    {
        DateTimeOffset begin = Begin(interval, time);
        return begin == time ? begin : Move(interval, begin, 1);
    }

    /// <summary>The point that lies so many intervals after another.</summary>
    public static DateTimeOffset Move(SeatInterval interval, DateTimeOffset point, int count) => interval switch
    {
        SeatInterval.Hour => point.AddHours(count),
        SeatInterval.Day => point.AddDays(count),
        SeatInterval.Week => point.AddDays(7 * count),
        _ => point.AddMonths(count),
    };
}
