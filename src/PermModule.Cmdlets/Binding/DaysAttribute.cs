using System.Globalization;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Lets a number of days be written as a number, as <c>7d</c>, or as a time span of whole days.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DaysAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            TimeSpan span => (int)span.TotalDays,
            string text when text.Trim().TrimEnd('d', 'D') is { Length: > 0 } digits && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int days) => days,
            string text => throw new ArgumentTransformationMetadataException($"'{text}' is not a number of days. Write 7 or 7d."),
            _ => inputData,
        };
}
