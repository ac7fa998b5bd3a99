using System.Collections;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Takes an object of the module only. PowerShell would make one out of a record or table whose columns have the names of its properties, and that would come from no store.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LiveObjectAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        PipedRecord.See(inputData);
        return Live(inputData);
    }

    private static object? Live(object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        // The cause lets PowerShell try the other parameters, which take the columns of a record.
        PSCustomObject => throw new ArgumentTransformationMetadataException("A record is no object of the module.", new PSInvalidCastException("A record is no object of the module.")),
        IDictionary => throw new ArgumentTransformationMetadataException("A table is no object of the module, and what is in it is not taken. Write [pscustomobject] in front of it: a record is taken by its columns."),
        PermUser or PermGroup or SeatContract or WaitingRoomItem or PermRoleInfo when PermStore.OriginOf(inputData is PSObject item ? item.BaseObject : inputData) is null =>
            throw new ArgumentTransformationMetadataException("The object was not read from a store. Read it with the Get- cmdlet, or give its name."),
        SeatPrices => throw new ArgumentTransformationMetadataException("Prices have the names of limits and are none. Give them with -PricePerSeat of Set-SeatContract."),
        _ => inputData,
    };
}
