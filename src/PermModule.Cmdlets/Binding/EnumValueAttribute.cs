using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Takes names and values of one enum. PowerShell would take the value of any other by its number: the role in a design for that in the portal.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EnumValueAttribute : ArgumentTransformationAttribute
{
    /// <summary>Takes the values of this enum.</summary>
    public EnumValueAttribute(Type type) => Type = type;

    /// <summary>The enum.</summary>
    public Type Type { get; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is Enum value && value.GetType() != Type
            ? throw new ArgumentTransformationMetadataException($"{value.GetType().Name}.{value} is no {Type.Name}.", new PSInvalidCastException($"{value.GetType().Name}.{value} is no {Type.Name}."))
            : inputData;
}
