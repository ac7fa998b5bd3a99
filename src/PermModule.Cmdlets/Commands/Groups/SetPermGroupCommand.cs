using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Renames or describes groups; what is not given stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "PermGroup", SupportsShouldProcess = true)]
[OutputType(typeof(PermGroup))]
public sealed class SetPermGroupCommand : PermCmdlet
{
    /// <summary>Gets or sets the groups, by name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RecordProperty(nameof(Name))]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public GroupIdentity[] Name { get; set; } = [];

    /// <summary>Gets or sets the new name.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>Gets or sets what the groups are for; empty clears it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>Gets or sets whether the groups are written as they are after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (GroupIdentity group in Name)
        {
            string action = NewName is null ? "Change group" : $"Rename group to '{NewName}'";
            Change(group.Name, action, store => Apply(store.GroupService, group), PassThru ? WriteObject : null);
        }
    }

    private PermGroup Apply(GroupService groups, GroupIdentity group) => group.Read is { } read
        ? groups.Update(read, NewName, Description)
        : groups.Update(group.Name, NewName, Description);
}
