using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PermModule.Binding;
using PermModule.Text;

namespace PermModule.Formatting;

/// <summary>
/// The computed text of the views. Called from the format file, where a failing script block would show nothing. Values are taken as PowerShell
/// wraps them: of a tier or state that was read back from a file or a job only the wrapping has the name, and the value is a number.
/// </summary>
public static class ViewText
{
    private const int BarLength = 10;

    private static readonly string[] TierNames = ["Heavy", "Regular", "Light"];

    // Consoles are 80, 100, 120 or 200 columns wide.
    private const int ColumnStep = 10;

    /// <summary>A bar that shows how full a tier is, with the percentage; <c>unlimited</c> where there is no limit.</summary>
    /// <param name="percent">The share in use in percent, 0 or more; null is no limit.</param>
    /// <param name="status">The seat status by name, which decides the colour.</param>
    /// <param name="style">PowerShell's <c>$PSStyle</c>.</param>
    public static string Bar(double? percent, PSObject? status, object? style)
    {
        if (percent is not { } used)
        {
            return "unlimited";
        }

        // Rounded so that only an empty tier looks empty and only a full one looks full.
        int cells = used <= 0 ? 0 : used >= 100 ? BarLength : Math.Clamp((int)Math.Round(used / BarLength), 1, BarLength - 1);
        bool isPlain = Colour(style, "Green").Length == 0;
        string bar = new string(isPlain ? '#' : '█', cells) + new string(isPlain ? '-' : '░', BarLength - cells);
        return Status(bar, status, style) + string.Create(CultureInfo.InvariantCulture, $" {used,5:0.#}%");
    }

    /// <summary>Text in the colour of a state: red for what is wrong, yellow for what needs attention, green for what is well.</summary>
    /// <param name="text">The text.</param>
    /// <param name="state">A status, severity, state or flag, as it is named or printed.</param>
    /// <param name="style">PowerShell's <c>$PSStyle</c>.</param>
    public static string Status(PSObject? text, PSObject? state, object? style)
    {
        string colour = Colour(style, $"{state}" switch
        {
            "Over" or "Error" or "Denied" or "False" => "Red",
            "Full" or "Warning" or "Pending" or "Mixed" => "Yellow",
            "Ok" or "Approved" or "True" => "Green",
            _ => "",
        });
        return colour.Length == 0 ? $"{text}" : $"{colour}{text}{Member(style, "Reset")}";
    }

    /// <summary><c>Yes</c> or <c>No</c>.</summary>
    public static string YesNo(bool value) => value ? "Yes" : "No";

    /// <summary>Whether a change has its seats: <c>Yes</c>, <c>No</c>, or <c>Warn</c> where it would be made beyond the limit of a contract that only warns.</summary>
    /// <param name="fits">True if it would not be refused.</param>
    /// <param name="missing">How many seats the contract lacks for it.</param>
    /// <param name="style">PowerShell's <c>$PSStyle</c>.</param>
    public static string Fits(bool fits, long missing, object? style) => fits && missing > 0 ? Status("Warn", "Warning", style) : Status(YesNo(fits), fits, style);

    /// <summary>A limit of seats; <c>unlimited</c> for none.</summary>
    public static string Limit(long? seats) => seats?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";

    /// <summary>A text without what turns its direction, shows nothing or drives the screen, which an older store or a file may hold; anything else as it is.</summary>
    /// <param name="value">The value of a property, or null.</param>
    public static object? Plain(PSObject? value) => value?.BaseObject is string text ? InvisibleText.Blank(text, keepsLines: true) : value;

    /// <summary>A text with blanks up to the width of its column, which grows in steps of ten, so that the column follows the data and the headings after it stay whole.</summary>
    /// <param name="value">The value of a property, or null.</param>
    /// <param name="width">The least width; a negative one aligns to the right.</param>
    public static string Cell(PSObject? value, int width)
    {
        string text = $"{Plain(value)}";
        int room = Math.Abs(width);
        room += Math.Max(0, (text.Length - room + ColumnStep - 1) / ColumnStep) * ColumnStep;
        return width < 0 ? text.PadLeft(room) : text.PadRight(room);
    }

    /// <summary>What was and what is, or one of them where nothing changes.</summary>
    public static string Change(PSObject? before, PSObject? after) => InvisibleText.Blank($"{before}" == $"{after}" ? $"{after}" : $"{before} -> {after}");

    /// <summary>What differs between two stores: <c>Description: old -> new</c>, or what only one of them has.</summary>
    /// <param name="property">The property that differs, or null.</param>
    /// <param name="reference">Its value in the reference store, or null.</param>
    /// <param name="difference">Its value in the difference store, or null.</param>
    /// <param name="side">Which of them has it.</param>
    public static string Difference(PSObject? property, PSObject? reference, PSObject? difference, string? side)
    {
        string values = side == "<>" ? Change(reference ?? "none", difference ?? "none") : Change(reference ?? difference, difference ?? reference);
        return property is null || values == $"{Plain(property)}" ? values : $"{Plain(property)}: {values}";
    }

    /// <summary>The local day of a moment as <c>2026-01-31</c>; <c>never</c> for null.</summary>
    /// <param name="time">A moment, also one that was read back from a file or a job.</param>
    public static string Day(object? time) => Local(time)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never";

    /// <summary>The UTC day of a moment as <c>2026-01-31</c>, for days that are counted in UTC; empty for null.</summary>
    /// <param name="time">A moment, also one that was read back from a file or a job.</param>
    public static string UtcDay(object? time) => Local(time)?.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A moment in local time with its distance from UTC, as <c>2026-01-31 13:00:00+01:00</c>, or with a Z where there is none; empty for null.</summary>
    /// <param name="time">A moment, also one that was read back from a file or a job.</param>
    public static string Moment(object? time) => Moment(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>A moment in local time to the minute, as <c>2026-01-31 13:00+01:00</c>; empty for null.</summary>
    /// <param name="time">A moment, also one that was read back from a file or a job.</param>
    public static string Minute(object? time) => Moment(time, "yyyy-MM-dd HH:mm");

    /// <summary>A length of time in its two largest units, as <c>3d 4h</c>; seconds with one decimal below a minute.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s"),
        { TotalHours: < 1 } => $"{time.Minutes}m {time.Seconds}s",
        { TotalDays: < 1 } => $"{time.Hours}h {time.Minutes}m",
        _ => $"{time.Days}d {time.Hours}h",
    };

    /// <summary>A size in bytes as <c>1.5 MB</c>, in powers of 1024.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        int unit = bytes < 1024 ? 0 : Math.Min((int)Math.Log(bytes, 1024), units.Length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / Math.Pow(1024, unit):0.#} {units[unit]}");
    }

    /// <summary>The first values, and how many more there are: <c>a, b, c (+2)</c>.</summary>
    /// <param name="values">The values, or null.</param>
    /// <param name="count">How many are named, 1 or more.</param>
    public static string List(IEnumerable? values, int count) => Join(values, count, ", ", " ");

    /// <summary>The first values, each on a line of its own, and how many more there are.</summary>
    /// <param name="values">The values, or null.</param>
    /// <param name="count">How many are named, 1 or more.</param>
    public static string Lines(IEnumerable? values, int count) => Join(values, count, Environment.NewLine, Environment.NewLine);

    /// <summary>The tiers whose use a change moves: <c>Regular 462 -> 1000, Light 538 -> 0</c>.</summary>
    /// <param name="impact">A measured impact, also one that was read back from a file or a job.</param>
    public static string Seats(object? impact)
    {
        (string Tier, string Before, string After)[] tiers = [.. TierNames.Select(tier => (tier, Member(impact, tier + "Before"), Member(impact, tier + "After")))];
        string moved = string.Join(", ", tiers.Where(tier => tier.Before != tier.After).Select(tier => $"{tier.Tier} {Change(tier.Before, tier.After)}"));
        return moved.Length == 0 ? "as before" : moved;
    }

    private static string Moment(object? time, string form) => Local(time) switch
    {
        null => "",
        { Offset.Ticks: 0 } utc => utc.ToString(form + "Z", CultureInfo.InvariantCulture),
        { } local => local.ToString(form + "zzz", CultureInfo.InvariantCulture),
    };

    private static DateTimeOffset? Local(object? time)
    {
        object? value = time is PSObject wrapped ? wrapped.BaseObject : time;
        DateTimeOffset? moment = value switch
        {
            DateTimeOffset given => given,
            DateTime given => new DateTimeOffset(given),
            string text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset read) ? read : null,
            PSCustomObject => MomentAttribute.ReadBack(PSObject.AsPSObject(time!)),
            _ => null,
        };
        return moment is { } known ? TimeZoneInfo.ConvertTime(known, TimeZoneInfo.Local) : null;
    }

    private static string Join(IEnumerable? values, int count, string separator, string beforeRest)
    {
        object?[] all = [.. values?.Cast<object?>() ?? []];
        return string.Join(separator, all.Take(count).Select(value => InvisibleText.Blank($"{value}", keepsLines: true))) + (all.Length > count ? $"{beforeRest}(+{all.Length - count})" : "");
    }

    private static string Colour(object? style, string name) => name.Length == 0 || IsPlain(style) ? "" : Member(Value(style, "Foreground"), name);

    // What PowerShell strips from text that is redirected inside a session, it leaves in what a process writes to a file or another process.
    private static bool IsPlain(object? style) => Member(style, "OutputRendering") switch
    {
        _ when !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) => true,
        "Ansi" => false,
        "Host" => Console.IsOutputRedirected,
        _ => true,
    };

    private static string Member(object? owner, string name) => Value(owner, name)?.ToString() ?? "";

    private static object? Value(object? owner, string name) => owner is null ? null : PSObject.AsPSObject(owner).Properties[name]?.Value;
}
