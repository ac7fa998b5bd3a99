using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Makes a profile with the description and rights of another.</summary>
[Cmdlet(VerbsCommon.Copy, "PermProfile", SupportsShouldProcess = true)]
[OutputType(typeof(PermProfile))]
public sealed class CopyPermProfileCommand : PermCmdlet
{
    /// <summary>Gets or sets the profile that is copied, by name or as object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Profile", "Identity")]
    [RecordProperty(nameof(Name), "Profile", Kind = typeof(PermProfile))]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity Name { get; set; } = null!;

    /// <summary>Gets or sets the name of the copy.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string NewName { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ProfileIdentity profile = Name;
        if (StoreOf(Name) is { } from)
        {
            Change(from, profile.Name, $"Copy profile to '{NewName}'", store => store.Profiles.Copy(profile.NameIn(store), NewName), WriteObject);
        }
    }
}
