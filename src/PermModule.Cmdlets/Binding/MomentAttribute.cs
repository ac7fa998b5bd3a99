using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace PermModule.Binding;

/// <summary>
/// Reads a moment by the same rules in every culture: ISO 8601 and what the views show, and otherwise as PowerShell converts text to a date,
/// month first. What has no zone is local time. What people write day first or by another calendar is refused, since it would be another moment.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class MomentAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Gets or sets whether the moment is data that may come from a file whose culture nobody knows. Then text has to be ISO 8601, or the same
    /// moment by invariant rules and by those of the session's culture, in which Export-Csv writes.
    /// </summary>
    public bool IsData { get; set; }

    /// <summary>The years in which a store can have a moment; others are written by another calendar.</summary>
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    private const DateTimeStyles Styles = DateTimeStyles.AssumeLocal | DateTimeStyles.AllowWhiteSpaces;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        null => null,
        DateTimeOffset or ScriptBlock => inputData,
        DateTime time => Local(time),
        DateOnly day => Local(day.ToDateTime(TimeOnly.MinValue)),
        string text when string.IsNullOrWhiteSpace(text) => null,
        string text => Parse(text.Trim()),
        PSCustomObject when inputData is PSObject record => ReadBack(record) ?? throw Refuse(record),
        _ => throw Refuse(inputData),
    };

    /// <summary>A DateTimeOffset that came back from Import-Clixml or a job is a record of its parts.</summary>
    internal static DateTimeOffset? ReadBack(PSObject record) => record.Properties[nameof(DateTimeOffset.UtcDateTime)]?.Value is DateTime utc
        ? new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc))
        : null;

    /// <summary>The moment that a text is by ISO 8601, or null for another text.</summary>
    internal static DateTimeOffset? Written(string? text) =>
        text is not null && Iso().IsMatch(text.Trim()) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out DateTimeOffset time) ? time : null;

    internal static DateTimeOffset Local(DateTime time)
    {
        // Scripts write the first and the last moment for "ever"; in most zones they have no time in UTC.
        if (time.Date == DateTime.MinValue.Date)
        {
            return DateTimeOffset.MinValue;
        }

        if (time.Date == DateTime.MaxValue.Date)
        {
            return DateTimeOffset.MaxValue;
        }

        return time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Local)) : new DateTimeOffset(time);
    }

    private DateTimeOffset Parse(string text)
    {
        // .NET reads seven decimals of a second; directories write eight and nine.
        string read = ManyDecimals().Replace(text, "${kept}");
        if (DayFirst().IsMatch(read) || !DateTimeOffset.TryParse(read, CultureInfo.InvariantCulture, Styles, out DateTimeOffset time) || !IsPlausible(time))
        {
            throw Refuse(text);
        }

        bool isCertain = !IsData || Iso().IsMatch(read) || (DateTimeOffset.TryParse(read, CultureInfo.CurrentCulture, Styles, out DateTimeOffset written) && written == time);
        return isCertain ? time : throw Refuse(text);
    }

    /// <summary>The first and the last moment stand for "ever", and the zeros of directories, SQL Server and spreadsheets for "never".</summary>
    private static bool IsPlausible(DateTimeOffset time) => time.Year is (>= FirstYear and <= LastYear) or 1 or 1601 or 1753 or 1899 or 9999;

    private ArgumentTransformationMetadataException Refuse(object? value) => new(IsData
        ? $"'{NameList.Shown(value)}' is no date that is the same in every culture. Write it as 2026-01-31T12:00:00Z, or leave the column out."
        : $"'{NameList.Shown(value)}' is no date. Write it as 2026-01-31, 2026-01-31 12:00:00 or 2026-01-31T12:00:00Z.");

    [GeneratedRegex(@"(?<kept>:[0-9]{2}\.[0-9]{7})[0-9]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ManyDecimals();

    [GeneratedRegex(@"^[0-9]{1,2}\.\s*[0-9]{1,2}\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex DayFirst();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,7})?)?( ?(Z|[+-][0-9]{2}:?[0-9]{2}))?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Iso();
}
