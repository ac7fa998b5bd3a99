using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Lets true or false be written in the words that files and directories use for accounts: yes, true, 1, active, enabled and their opposites; nothing where the cell is empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FlagTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        null => null,
        bool flag => flag,
        SwitchParameter flag => flag.IsPresent,
        0 or 0L => false,
        1 or 1L => true,
        string text => text.Trim().ToUpperInvariant() switch
        {
            "" => null,
            "YES" or "TRUE" or "1" or "Y" or "ACTIVE" or "ENABLED" => true,
            "NO" or "FALSE" or "0" or "N" or "INACTIVE" or "DISABLED" or "DEACTIVATED" or "SUSPENDED" or "DEPROVISIONED" => false,
            _ => throw new ArgumentTransformationMetadataException($"'{NameList.Shown(text)}' does not say whether the account is active. Write Yes or No, True or False, Active or Inactive."),
        },
        _ => throw new ArgumentTransformationMetadataException($"'{NameList.Shown(inputData)}' does not say whether the account is active. Write $true or $false."),
    };
}
