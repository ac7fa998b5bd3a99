using System.Management.Automation;
using PermModule.Binding;

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
    protected override PermProfile Apply(PermStore store, ProfileIdentity profile, string[] rights)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Read is { } read
            ? store.Profiles.Revoke(read, rights, IncludeDependents)
            : store.Profiles.Revoke(profile.Name, rights, IncludeDependents);
    }
}
