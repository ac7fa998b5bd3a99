using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Removes groups; their members stay users.</summary>
[Cmdlet(VerbsCommon.Remove, "PermGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PermGroup))]
public sealed class RemovePermGroupCommand : PermCmdlet
{
    /// <summary>Gets or sets the groups, by name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RecordProperty(nameof(Name), Kind = typeof(PermGroup))]
    [Alias("Identity")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public GroupIdentity[] Name { get; set; } = [];

    /// <summary>Gets or sets whether the groups are written as they were.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (GroupIdentity group in Name)
        {
            if (StoreOf(group) is { } from && !(group.Read is null && IsMissing(from, store => store.Groups.Get(group.Name))))
            {
                Change(from, group.Name, "Remove group", store => group.Read is { } read ? store.Groups.Remove(read) : store.Groups.Remove(group.Name), PassThru ? WriteObject : null);
            }
        }
    }
}
