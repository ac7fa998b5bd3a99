using System.Globalization;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Lets a number of days be written as a whole number, as <c>7d</c>, or as a time span of whole days.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DaysAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            TimeSpan span when span.Ticks % TimeSpan.TicksPerDay == 0 => (int)span.TotalDays,
            int or long or short or byte or ScriptBlock => inputData,
            double or decimal or float when Whole(inputData is PSObject number ? number.BaseObject : inputData) is { } days => days,
            string text when int.TryParse(text.Trim() is [.. var digits, 'd' or 'D'] ? digits : text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int days) => days,
            var other => throw new ArgumentTransformationMetadataException($"'{NameList.Shown(other)}' is not a number of days. Write whole days as 7 or 7d."),
        };

    private static int? Whole(object? number) =>
        Convert.ToDouble(number, CultureInfo.InvariantCulture) is var value && Math.Floor(value) == value && Math.Abs(value) < int.MaxValue ? (int)value : null;
}
