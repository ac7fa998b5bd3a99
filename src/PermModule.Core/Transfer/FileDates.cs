using System.Globalization;

namespace PermModule.Transfer;

/// <summary>Reads the dates of a file: ISO 8601 with any number of decimals, and those of a culture where one is named. The order of day and month is never guessed.</summary>
/// <param name="culture">The culture in which the file was written, or null.</param>
internal sealed class FileDates(CultureInfo? culture)
{
    /// <summary>Portals and directories are younger than this year; an earlier one is written in another calendar.</summary>
    private const int FirstYear = 1905;

    /// <summary>A later year is written in another calendar.</summary>
    private const int LastYear = 2200;

    /// <summary>The most decimals of a second that .NET reads.</summary>
    private const int MaxDecimals = 7;

    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-ddTHH:mmK",
        "yyyy-MM-ddTHH:mm:sszz",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFzz",
        "yyyy/MM/dd HH:mm:ss",
        "yyyy/MM/dd HH:mm",
        "yyyy/MM/dd",
    ];

    // The zero of MySQL and of file times, and what people and directories write for "never".
    private static readonly HashSet<string> Never = new(StringComparer.OrdinalIgnoreCase)
    {
        "never", "never logged in", "never signed in", "none", "null", "n/a", "-", "0", "9223372036854775807", "0000-00-00", "0000-00-00 00:00:00", "nie", "jamais", "nunca", "mai", "nooit", "nigdy",
    };

    private readonly string[] _formats = culture is null ? [] : [.. Formats(culture)];

    /// <summary>Reads a date. What stands for "never" is read as null.</summary>
    /// <returns>False where the text is no date that can be understood.</returns>
    public bool TryRead(string text, out DateTimeOffset? date)
    {
        date = null;
        if (TryReadIso(text, out DateTimeOffset time))
        {
            if (ZeroTime.IsNever(time))
            {
                return true;
            }

            if (IsPlausible(time))
            {
                date = time;
                return true;
            }
        }

        if (culture is not null && TryReadLocal(text, culture, out time))
        {
            date = ZeroTime.Known(time);
            return date is null || IsPlausible(time);
        }

        // In another time zone the first and the last moment of all are no moments of UTC.
        return Never.Contains(text) || text.StartsWith("0001-01-01", StringComparison.Ordinal) || text.StartsWith("9999-12-31", StringComparison.Ordinal);
    }

    private static bool IsPlausible(DateTimeOffset time) => time.Year is >= FirstYear and < LastYear;

    private static bool TryReadIso(string text, out DateTimeOffset time)
    {
        foreach (string format in IsoFormats)
        {
            if (DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, Utc, out time))
            {
                return true;
            }
        }

        // The standard allows lower-case letters, a comma before the decimals and any number of those; Go and Java write nine.
        string plain = Plain(text);
        if (plain != text)
        {
            return TryReadIso(plain, out time);
        }

        time = default;
        return false;
    }

    private static string Plain(string text)
    {
        string plain = text.ToUpperInvariant().Replace(',', '.');
        if (plain.EndsWith(" UTC", StringComparison.Ordinal) || plain.EndsWith(" GMT", StringComparison.Ordinal))
        {
            plain = plain[..^4] + "Z";
        }

        int point = plain.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return plain;
        }

        int end = point + 1;
        while (end < plain.Length && char.IsAsciiDigit(plain[end]))
        {
            end++;
        }

        return end - point - 1 <= MaxDecimals ? plain : plain.Remove(point + 1 + MaxDecimals, end - point - 1 - MaxDecimals);
    }

    private bool TryReadLocal(string text, CultureInfo culture, out DateTimeOffset time)
    {
        // ICU and spreadsheets do not agree on which blank stands before AM and PM.
        string plain = text.Replace('\u202F', ' ').Replace('\u00A0', ' ');
        foreach (string format in _formats)
        {
            if (DateTimeOffset.TryParseExact(plain, format, culture, Utc | DateTimeStyles.AllowWhiteSpaces, out time))
            {
                return true;
            }
        }

        time = default;
        return false;
    }

    /// <summary>The short date of a culture as spreadsheets save it: with or without leading zeros, with two or four digits of the year, with or without a time.</summary>
    private static IEnumerable<string> Formats(CultureInfo culture)
    {
        DateTimeFormatInfo info = culture.DateTimeFormat;
        string date = info.ShortDatePattern.Replace('\u202F', ' ').Replace('\u00A0', ' ');
        date = date.Replace("dd", "d", StringComparison.Ordinal).Replace("MM", "M", StringComparison.Ordinal);
        date = date.Contains("yyyy", StringComparison.Ordinal) ? date : date.Replace("yy", "y", StringComparison.Ordinal).Replace("y", "yyyy", StringComparison.Ordinal);
        string separator = info.TimeSeparator == ":" ? ":" : "'" + info.TimeSeparator + "'";

        // A moment that PowerShell wrote to a table has its offset.
        string[] times = ["", " H:m", " H:m:s", " h:m tt", " h:m:s tt", " H:m:s zzz", " h:m:s tt zzz"];
        foreach (string day in new[] { date, date.Replace("yyyy", "yy", StringComparison.Ordinal) })
        {
            foreach (string time in times)
            {
                yield return day + time.Replace(":", "':'", StringComparison.Ordinal);
                if (separator != ":" && time.Length > 0)
                {
                    yield return day + time.Replace(":", separator, StringComparison.Ordinal);
                }
            }
        }
    }
}
