using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Lets a switch bind to the text of a CSV cell: yes, true, 1 and no, false, 0 or nothing, in any case.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SwitchTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        // PowerShell binds nothing for the last cell of a line that is empty, and the switch would keep what the record before had set.
        null => new SwitchParameter(false),
        string text => text.Trim().ToUpperInvariant() switch
        {
            "YES" or "TRUE" or "1" or "Y" => new SwitchParameter(true),
            "NO" or "FALSE" or "0" or "N" or "" => new SwitchParameter(false),
            _ => throw new ArgumentTransformationMetadataException($"'{text}' is neither yes nor no. Write Yes or No, True or False, 1 or 0."),
        },
        _ => inputData!,
    };
}
