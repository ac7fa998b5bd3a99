using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Changes the name or description of a profile, or makes it the default; what is not given stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "PermProfile", SupportsShouldProcess = true)]
[OutputType(typeof(PermProfile))]
public sealed class SetPermProfileCommand : PermCmdlet
{
    /// <summary>Gets or sets the profile, by name or as object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Profile")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity Name { get; set; } = null!;

    /// <summary>Gets or sets the new name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>Gets or sets what the profile is for; empty clears it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>Gets or sets whether new users get it unless another is named; <c>-Default:$false</c> leaves the store without a default.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>Gets or sets whether the profile is written as it is after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string name = Name.Name;
        bool? isDefault = MyInvocation.BoundParameters.ContainsKey(nameof(Default)) ? Default : null;
        Change(name, "Change profile", store => Apply(store.ProfileService, isDefault), changed =>
        {
            if (PassThru)
            {
                WriteObject(changed);
            }
        });
    }

    private PermProfile Apply(ProfileService profiles, bool? isDefault) => Name.Read is { } read
        ? profiles.Update(read, NewName, Description, isDefault)
        : profiles.Update(Name.Name, NewName, Description, isDefault);
}
