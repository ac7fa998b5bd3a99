namespace PermModule.Text;

/// <summary>The moments that programs write for "never".</summary>
internal static class ZeroTime
{
    /// <summary>The last year that can be written.</summary>
    private const int EndYear = 9999;

    private static readonly TimeSpan MaxOffset = TimeSpan.FromHours(14);

    // The years in which the time of .NET, directories, SQL Server and spreadsheets begins.
    private static readonly int[] ZeroYears = [1, 1601, 1753, 1899, 1900, 1904];

    /// <summary>True for a beginning or the end of time, in whichever time zone it was written.</summary>
    public static bool IsNever(DateTimeOffset time) =>
        time.Year >= EndYear
        || IsEpoch(time)
        || Array.IndexOf(ZeroYears, time.Year) >= 0
        || Array.IndexOf(ZeroYears, time.AddDays(1).Year) >= 0;

    /// <summary>The moment, or null where it stands for "never".</summary>
    public static DateTimeOffset? Known(DateTimeOffset? time) => time is { } written && IsNever(written) ? null : time;

    /// <summary>True for the moment at which the time of Unix begins, written in any time zone as if it were that of UTC.</summary>
    private static bool IsEpoch(DateTimeOffset time) =>
        time - DateTimeOffset.UnixEpoch is var offset && offset.Duration() <= MaxOffset && offset.Ticks % (15 * TimeSpan.TicksPerMinute) == 0;
}
