using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists profiles with their rights, tier and users.</summary>
[Cmdlet(VerbsCommon.Get, "PermProfile")]
[OutputType(typeof(PermProfile))]
public sealed class GetPermProfileCommand : PermCmdlet
{
    /// <summary>Gets or sets names or wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Profile", "ProfileName", "Identity")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [RecordProperty(nameof(Name), Kind = typeof(PermProfile))]
    [LiveName(typeof(ProfileIdentity), nameof(Name), "Profile", "ProfileName")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity[]? Name { get; set; }

    /// <summary>Gets or sets tiers.</summary>
    [Parameter]
    public Tier[]? Tier { get; set; }

    /// <summary>Gets or sets a right that the profiles hold, directly or by implication.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RightCompleter))]
    public RightIdentity? Right { get; set; }

    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (ProfileIdentity? profile in Name ?? new ProfileIdentity?[] { null })
        {
            if (StoreOf(profile) is { } from)
            {
                AttemptAsOf(from, AsOf, store => WriteObject(store.Profiles.Find(profile?.Reference ?? default, Tier, Right?.Name), enumerateCollection: true));
            }
        }
    }
}
