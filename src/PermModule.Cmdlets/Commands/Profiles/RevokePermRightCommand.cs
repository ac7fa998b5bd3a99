using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Revokes rights from profiles.</summary>
[Cmdlet(VerbsSecurity.Revoke, "PermRight", SupportsShouldProcess = true)]
[OutputType(typeof(PermProfile))]
public sealed class RevokePermRightCommand : ProfileRightCmdlet
{
    /// <summary>Gets or sets whether the rights are revoked that need or include these.</summary>
    [Parameter]
    public SwitchParameter IncludeDependents { get; set; }

    /// <inheritdoc/>
    protected override string Action => "Revoke";

    /// <inheritdoc/>
    protected override PermProfile Apply(PermStore store, string profile, string[] rights)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ProfileService.Revoke(profile, rights, IncludeDependents);
    }
}
