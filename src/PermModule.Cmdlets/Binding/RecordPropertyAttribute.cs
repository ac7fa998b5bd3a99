using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>
/// Takes a column of a record that was read from a file or made by hand. Binding by property name would take it from any object:
/// the number of a user for that of a request, the name of a profile for that of a group.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RecordPropertyAttribute : ArgumentTransformationAttribute
{
    /// <summary>Takes the column with this name.</summary>
    public RecordPropertyAttribute(string name) => Name = name;

    /// <summary>The name of the column.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is PSObject { BaseObject: PSCustomObject } record && record.Properties[Name] is { Value: { } value } ? value : inputData;
}
