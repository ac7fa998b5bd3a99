using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Shows the rights in which two profiles differ.</summary>
[Cmdlet(VerbsData.Compare, "PermProfile")]
[OutputType(typeof(ProfileDifference))]
public sealed class ComparePermProfileCommand : PermCmdlet
{
    /// <summary>Gets or sets the profile that is compared with.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity ReferenceProfile { get; set; } = null!;

    /// <summary>Gets or sets the profiles that are compared.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [RecordProperty("Name", Kind = typeof(PermProfile))]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity DifferenceProfile { get; set; } = null!;

    /// <summary>Gets or sets whether the rights are shown that both hold.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Each profile may come from a store of its own; a name means the store in use.
        if (StoreOf(ReferenceProfile) is { } reference && StoreOf(DifferenceProfile) is { } difference)
        {
            Attempt(difference, store =>
                WriteObject(store.Profiles.Compare(reference.Profiles, ReferenceProfile.NameIn(reference), DifferenceProfile.NameIn(store), IncludeEqual), enumerateCollection: true));
        }
    }
}
