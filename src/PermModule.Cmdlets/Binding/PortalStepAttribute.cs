using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace PermModule.Binding;

/// <summary>Takes steps of a plan that was kept as JSON or CLIXML, for somebody else to read before it is carried out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortalStepAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData switch
    {
        object[] items => Array.ConvertAll(items, Read),
        _ => Read(inputData),
    };

    private static object? Read(object? item)
    {
        if (item is not PSObject { BaseObject: PSCustomObject } kept)
        {
            return item;
        }

        PermPortalStep step = new();
        foreach (PropertyInfo property in typeof(PermPortalStep).GetProperties().Where(property => property.CanWrite))
        {
            if (kept.Properties[property.Name]?.Value is { } value)
            {
                property.SetValue(step, property.Name switch
                {
                    nameof(PermPortalStep.Values) => Values(value),
                    nameof(PermPortalStep.PlannedAt) => Time(value),
                    _ => LanguagePrimitives.ConvertTo(value, property.PropertyType, CultureInfo.InvariantCulture),
                });
            }
        }

        // Anything else than a plan would bind as a step that says nothing.
        return step is { Name.Length: > 0, Portal.Length: > 0, StoreId.Length: > 0 } ? step : throw new ArgumentTransformationMetadataException("This is no step of a plan: it names no portal and no store.");
    }

    /// <summary>CLIXML keeps a time with an offset as an object of its parts.</summary>
    private static object Time(object value) => value is PSObject parts && parts.Properties["UtcTicks"]?.Value is long ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : LanguagePrimitives.ConvertTo(value, typeof(DateTimeOffset), CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Values(object value) => (value is PSObject wrapped ? wrapped.BaseObject : value) is IDictionary table
        ? table.Keys.Cast<object>().ToDictionary(key => $"{key}", key => $"{table[key]}", StringComparer.Ordinal)
        : ((PSObject)value).Properties.ToDictionary(property => property.Name, property => $"{property.Value}", StringComparer.Ordinal);
}
