using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Takes a name of digits as it was typed. PowerShell keeps the zeros in front only until it puts the number into a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HolderTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Holder.IsNumber(Holder.Unwrapped(inputData)) ? Holder.Text(inputData!) : inputData;
}
