using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>What the cmdlets share that put users into groups or take them out, many at a time from the pipeline.</summary>
public abstract class GroupMemberCmdlet : PermCmdlet
{
    private Batch<Membership, GroupMember>? _batch;
    private PipedColumns? _columns;

    /// <summary>Gets or sets the groups, by name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Group))]
    [Alias("Name", "Identity")]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public GroupIdentity[] Group { get; set; } = [];

    /// <summary>Gets or sets a group as Get-PermGroup writes it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [LiveObject]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PermGroup? InputObject { get; set; }

    /// <summary>Gets or sets the users, by name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Group))]
    [Parameter(Mandatory = true, ParameterSetName = nameof(InputObject))]
    [Alias("UserName", "Members")]
    [UserRecord]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[] User { get; set; } = [];

    /// <summary>Gets or sets whether the memberships are written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is asked about and shown by -WhatIf, for a group.</summary>
    protected abstract string Action(string group);

    /// <summary>True after the refusal of a group or user that is not there, where that is said before the change is asked about.</summary>
    private protected virtual bool IsRefused(PermStore store, GroupIdentity group, UserIdentity user) => false;

    /// <summary>True for what -PassThru writes.</summary>
    private protected virtual bool IsWritten(BatchItem<GroupMember> item) => true;

    /// <summary>Applies the change.</summary>
    protected abstract IReadOnlyList<BatchItem<GroupMember>> Apply(PermStore store, IReadOnlyList<Membership> memberships, bool stopOnError);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _columns = new PipedColumns(MyInvocation);
        _batch = new Batch<Membership, GroupMember>(this, Apply, item =>
        {
            if (PassThru && IsWritten(item))
            {
                WriteObject(item.Value);
            }
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (GroupIdentity group in ParameterSetName == nameof(Group) ? Group : [new GroupIdentity(InputObject!)])
        {
            string action = Action(group.Name);
            foreach (UserIdentity user in User)
            {
                WarnOfUnused(_columns!, user.Record, PipedColumns.OfUsers);
                Refusable(() =>
                {
                    UserReference reference = user.Reference;
                    IFromStore first = user.Item is null ? group : user;
                    if (StoreOf(first, group, user) is { } store && !IsRefused(store, group, user))
                    {
                        _batch!.Add(store, group.Read is { } read ? new Membership(read, reference) : new Membership(group.Name, reference), reference.Name, action);
                    }
                });
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _batch!.Complete();
}
