using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Renames or describes groups; what is not given stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "PermGroup", SupportsShouldProcess = true)]
[OutputType(typeof(PermGroup))]
public sealed class SetPermGroupCommand : PermCmdlet
{
    private PipedColumns? _columns;

    /// <summary>Gets or sets the groups, by name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RecordProperty(nameof(Name), Kind = typeof(PermGroup))]
    [Alias("Identity")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public GroupIdentity[] Name { get; set; } = [];

    /// <summary>Gets or sets the new name; nothing where it is empty.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? NewName { get; set; }

    /// <summary>Gets or sets what the groups are for; empty clears it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Description { get; set => field = SetAnew(value); }

    /// <summary>Gets or sets whether the groups are written as they are after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _columns = new PipedColumns(MyInvocation);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WarnOfColumns(_columns!, PipedRecord.Take(), typeof(PermGroup));
        string? newName = NullIfBlank(NewName);
        foreach (GroupIdentity group in Name)
        {
            string? description = _columns!.IsGiven(nameof(Description), Description, group.Read is null ? this : group.Read.Description ?? "") ? Description : null;
            if (newName is null && description is null)
            {
                WriteError(new PermInvalidInputException(ErrorId.NothingToChange, $"There is nothing to change for the group '{NameList.Shown(group)}'; what an object shows of itself is not applied.", group.Name));
            }
            else if (StoreOf(group) is { } from)
            {
                string action = newName is null ? "Change group" : $"Rename group to '{newName}'";
                Change(from, group.Name, action, store => Apply(store.Groups, group, newName, description), PassThru ? WriteObject : null);
            }
        }
    }

    private static PermGroup Apply(GroupService groups, GroupIdentity group, string? newName, string? description) => group.Read is { } read
        ? groups.Update(read, newName, description)
        : groups.Update(group.Name, newName, description);
}
