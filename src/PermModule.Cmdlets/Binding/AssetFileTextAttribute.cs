using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>
/// Lets the file of an asset bind to the text of a CSV cell; an empty cell is the original. PowerShell alone passes over a text that is
/// no file and leaves the default, so that another file than the one asked for would be requested.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AssetFileTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        null => AssetFile.Original,
        string text when string.IsNullOrWhiteSpace(text) => AssetFile.Original,
        string text when Enum.TryParse(text, ignoreCase: true, out AssetFile file) && Enum.IsDefined(file) => file,
        string text => throw new ArgumentTransformationMetadataException($"'{text}' is no file of an asset. Write {string.Join(", ", Enum.GetNames<AssetFile>())}."),
        _ => inputData!,
    };
}
