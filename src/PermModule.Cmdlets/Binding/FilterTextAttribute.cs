using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Takes a filter as text too, as ActiveDirectory does; a star is everybody.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FilterTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text)
        {
            return inputData;
        }

        try
        {
            return ScriptBlock.Create(text.Trim() == "*" ? "" : text);
        }
        catch (ParseException error)
        {
            throw new ArgumentTransformationMetadataException($"'{NameList.Shown(text)}' cannot be read as a filter. Write it as Department -eq 'Press'.", error);
        }
    }
}
