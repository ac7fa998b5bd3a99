using System.Globalization;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Takes the request that a record from a file names, and keeps the record for those who look at its other columns.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WaitingRoomRecordAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is PSObject { BaseObject: PSCustomObject } record && !RecordPropertyAttribute.IsForeign(record, typeof(WaitingRoomItem)) && Convert.ToString(record.Properties["Id"]?.Value, CultureInfo.InvariantCulture) is { Length: > 0 } id
            ? new WaitingRoomIdentity(id, record)
            : inputData;
}
