using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Finds groups.</summary>
[Cmdlet(VerbsCommon.Get, "PermGroup")]
[OutputType(typeof(PermGroup))]
public sealed class GetPermGroupCommand : PermCmdlet
{
    /// <summary>Gets or sets group names or wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [RecordProperty(nameof(Name), "Group", Kind = typeof(PermGroup))]
    [LiveName(typeof(GroupIdentity), nameof(Name))]
    [Alias("Identity")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public GroupIdentity[] Name { get; set; } = [new GroupIdentity("*")];

    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (GroupIdentity group in Name)
        {
            if (StoreOf(group) is { } from)
            {
                AttemptAsOf(from, AsOf, store => WriteObject(store.Groups.Find(group.Reference), enumerateCollection: true));
            }
        }
    }
}
