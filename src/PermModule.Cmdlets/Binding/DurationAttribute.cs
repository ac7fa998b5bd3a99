using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace PermModule.Binding;

/// <summary>
/// Lets a TimeSpan be written as whole numbers with a unit: <c>2w</c>, <c>7d</c>, <c>12h</c>, <c>30m</c>, <c>45s</c>, <c>1d12h</c>; or as
/// <c>[days.]hours:minutes[:seconds]</c>. A bare number is refused: PowerShell would take it for ticks, and people for days.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class DurationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;

        // To PowerShell 7d is the decimal 7 and 45s the short 45. As an argument it keeps the text that was typed; from a variable a decimal is all there is.
        TimeSpan? duration = (value, inputData) switch
        {
            (TimeSpan given, _) => given,
            (string, _) or (_, PSObject) => Parse(inputData.ToString()!.Trim()),
            (decimal days, _) => Parse(string.Create(CultureInfo.InvariantCulture, $"{days}d")),
            _ => null,
        };
        return duration >= TimeSpan.Zero
            ? duration.Value
            : throw new ArgumentTransformationMetadataException($"'{inputData}' is no duration. Write 2w, 7d, 12h, 30m or 1d12h, or give a TimeSpan that is not negative.");
    }

    private static TimeSpan? Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? span : null;
        }

        Match match = Parts().Match(text);
        if (!match.Success)
        {
            return null;
        }

        double seconds = 0;
        for (int i = 0; i < match.Groups["number"].Captures.Count; i++)
        {
            seconds += double.Parse(match.Groups["number"].Captures[i].Value, CultureInfo.InvariantCulture) * match.Groups["unit"].Captures[i].Value.ToUpperInvariant() switch
            {
                "W" => 604_800,
                "D" => 86_400,
                "H" => 3_600,
                "M" => 60,
                _ => 1,
            };
        }

        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex("^(?:(?<number>[0-9]{1,12})(?<unit>[wdhms]))+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parts();
}
