using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Takes the user that an object stands for or that a record from a file names, and keeps the record for those who look at its other columns.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UserRecordAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        // PowerShell would look for a conversion at every object of a pipeline.
        switch (inputData is PSObject wrapped ? wrapped.BaseObject : inputData)
        {
            case INamedUser item:
                return new UserIdentity(item);
            case string text when !string.IsNullOrWhiteSpace(text):
                return new UserIdentity(text);
        }

        if (inputData is not PSObject { BaseObject: PSCustomObject } record)
        {
            return inputData;
        }

        string? name = (record.Properties[nameof(PermUser.UserName)] ?? record.Properties["User"])?.Value?.ToString();
        return string.IsNullOrWhiteSpace(name) ? inputData : new UserIdentity(TransferService.ReadCell(name), record);
    }
}
