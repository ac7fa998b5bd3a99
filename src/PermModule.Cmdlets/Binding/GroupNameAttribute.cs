using System.Collections;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>
/// Takes the name of a group that is to be made: text, or what a group or a record calls Name. PowerShell would take the text of any other object,
/// and make groups that are called like the columns of a record.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GroupNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        PipedRecord.See(inputData);
        return NameOf(inputData);
    }

    private static object? NameOf(object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        null => null,
        IDictionary => throw new ArgumentTransformationMetadataException("A table is no name of a group. Write [pscustomobject] in front of it: a record is taken by its columns."),
        string or ScriptBlock or IEnumerable => inputData,
        PermGroup group => group.Name,
        PSCustomObject when inputData is PSObject record && !RecordPropertyAttribute.IsForeign(record, typeof(PermGroup)) && record.Properties["Name"]?.Value is string name => name,
        { } other when other.GetType().IsPrimitive || other is decimal => inputData,
        _ => throw new ArgumentTransformationMetadataException($"'{NameList.Shown(inputData)}' is no name of a group.", new PSInvalidCastException($"'{NameList.Shown(inputData)}' is no name of a group.")),
    };
}
