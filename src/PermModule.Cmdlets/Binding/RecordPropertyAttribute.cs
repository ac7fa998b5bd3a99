using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>
/// Takes a column of a record that was read from a file or made by hand. Binding by property name would take it from any object:
/// the number of a user for that of a request, the name of a profile for that of a group.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RecordPropertyAttribute : ArgumentTransformationAttribute
{
    /// <summary>Columns by which an exported object of one kind is told from those of the others.</summary>
    private static readonly string[] Telling = ["RightCount", "MemberCount", "Key", "Severity", "IsPassed", "UserName", "SideIndicator", "IsHeld", "Role", "Hash"];

    [ThreadStatic]
    private static PSObject? refused;

    /// <summary>Takes the first of the columns with these names.</summary>
    public RecordPropertyAttribute(params string[] names) => Names = names;

    /// <summary>The names of the columns.</summary>
    public string[] Names { get; }

    /// <summary>Gets or sets a column that the record has to have besides, by which its kind is known.</summary>
    public string? Beside { get; set; }

    /// <summary>Gets or sets the type of the objects that are meant: a record of an object of another type is not taken.</summary>
    public Type? Kind { get; set; }

    /// <summary>Gets or sets a column by which a record is of another kind.</summary>
    public string? Not { get; set; }

    /// <summary>Gets or sets the column with the name of the parameter, which PowerShell binds next and which is refused in a record with <see cref="Not"/>.</summary>
    public string? Own { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        PipedRecord.See(inputData);
        if (inputData is PSObject { BaseObject: PSCustomObject } record)
        {
            refused = Not is not null && Own is not null && record.Properties[Not] is not null && record.Properties[Own] is not null ? record : null;
            return (Beside is null || record.Properties[Beside] is not null) && !IsForeign(record, Kind)
                ? Names.Select(name => record.Properties[name]?.Value).FirstOrDefault(value => value is not null) ?? inputData
                : inputData;
        }

        PSObject? other = refused;
        refused = null;
        return Not is not null && Own is not null && Equals(other?.Properties[Own]?.Value, inputData is PSObject wrapped ? wrapped.BaseObject : inputData) && other is not null
            ? throw new ArgumentTransformationMetadataException($"The record has a {Not} and is about '{NameList.Shown(other.Properties[Not].Value)}'; what else it names is not taken for what is to be changed. Leave the column {Not} out.")
            : inputData;
    }

    /// <summary>True for a record of an object of another kind than the one that is meant.</summary>
    internal static bool IsForeign(PSObject record, Type? kind) =>
        kind is not null && Array.Exists(Telling, column => record.Properties[column] is not null && kind.GetProperty(column) is null);
}
