using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Takes an object of the module only. PowerShell would make one out of a record whose columns have the names of its properties, and that would come from no store.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LiveObjectAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData is PSObject { BaseObject: PSCustomObject }
        ? throw new ArgumentTransformationMetadataException("A record is no object of the module.", new PSInvalidCastException("A record is no object of the module."))
        : inputData;
}
