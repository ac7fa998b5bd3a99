using System.Globalization;

namespace PermModule.Text;

/// <summary>Times are stored as whole milliseconds since 1970-01-01 UTC and written as ISO 8601 with three decimals.</summary>
internal static class UtcTime
{
    public const string Format = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>What one change writes bears one time, so that the last text is often the next.</summary>
    private static Written? _last;

    public static long ToStored(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? ToStored(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static DateTimeOffset FromStored(long stored) => DateTimeOffset.FromUnixTimeMilliseconds(stored);

    /// <summary>True when the number stands for a time that can be written.</summary>
    public static bool IsValid(long stored) => stored >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && stored <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static string ToText(long stored)
    {
        Written? last = _last;
        if (last?.Stored != stored)
        {
            _last = last = new Written(stored, FromStored(stored).ToString(Format, CultureInfo.InvariantCulture));
        }

        return last.Text;
    }

    private sealed record Written(long Stored, string Text);
}
