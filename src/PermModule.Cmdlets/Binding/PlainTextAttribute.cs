using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>
/// Refuses a script block for a parameter that takes nothing from the pipeline. PowerShell would take the text of the script for the value,
/// where its author means a value for each record.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlainTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        bool isScript = Base(inputData) is ScriptBlock || (Base(inputData) is object[] items && items.Any(item => Base(item) is ScriptBlock));
        return isScript
            ? throw new ArgumentTransformationMetadataException("A script block is no text, and this parameter takes no value from each record. Run the cmdlet in ForEach-Object, with $_ in the value.")
            : inputData;
    }

    private static object? Base(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
