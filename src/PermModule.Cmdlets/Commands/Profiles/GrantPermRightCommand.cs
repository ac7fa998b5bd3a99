using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Grants rights to profiles.</summary>
[Cmdlet(VerbsSecurity.Grant, "PermRight", SupportsShouldProcess = true)]
[OutputType(typeof(PermProfile))]
public sealed class GrantPermRightCommand : ProfileRightCmdlet
{
    /// <summary>Gets or sets rights that are left out, by key, unique name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity[]? ExcludeRight { get; set; }

    /// <summary>Gets or sets whether the rights are granted that these need.</summary>
    [Parameter]
    public SwitchParameter IncludeRequired { get; set; }

    /// <summary>Gets or sets whether rights may be granted that are for maintenance only.</summary>
    [Parameter]
    public SwitchParameter AllowMaintenance { get; set; }

    /// <inheritdoc/>
    protected override string Action => "Grant";

    /// <inheritdoc/>
    protected override PermProfile Apply(PermStore store, ProfileIdentity profile, string[] rights)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(profile);
        string[] excluded = RightIdentity.NamesOf(ExcludeRight);
        return profile.Read is { } read
            ? store.Profiles.Grant(read, rights, IncludeRequired, AllowMaintenance, excluded)
            : store.Profiles.Grant(profile.Name, rights, IncludeRequired, AllowMaintenance, excluded);
    }
}
