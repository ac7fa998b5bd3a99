using System.Globalization;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>
/// Takes a number of seats, or <c>$null</c> or the word unlimited. Everything else that PowerShell would turn into a number is refused:
/// an empty text and <c>$false</c> would become 0 and lock everybody out, and 1.5 would become 2. Only in the record of a whole contract,
/// as Export-Csv writes it, an empty cell is no limit.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SeatLimitAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Contract = [nameof(SeatContract.Heavy), nameof(SeatContract.Regular), nameof(SeatContract.Light), nameof(SeatContract.Enforcement), nameof(SeatContract.WarningPercent), nameof(SeatContract.ReactivationDelayDays)];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        null => null,
        long or int or short or byte => Convert.ToInt64(inputData is PSObject number ? number.BaseObject : inputData, CultureInfo.InvariantCulture),
        ScriptBlock => inputData,
        string text when text.Trim().Equals("unlimited", StringComparison.OrdinalIgnoreCase) => null,
        string text when string.IsNullOrWhiteSpace(text) && PipedRecord.HasColumns(Contract) => null,
        string text when long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seats) => seats,
        double or decimal or float when Whole(inputData is PSObject number ? number.BaseObject : inputData) is { } seats => seats,
        var other => throw new ArgumentTransformationMetadataException($"'{NameList.Shown(other)}' is no number of seats. Write a whole number, or $null or unlimited for no limit."),
    };

    private static long? Whole(object? number) =>
        Convert.ToDouble(number, CultureInfo.InvariantCulture) is var value && Math.Floor(value) == value && Math.Abs(value) < 1e15 ? (long)value : null;
}
