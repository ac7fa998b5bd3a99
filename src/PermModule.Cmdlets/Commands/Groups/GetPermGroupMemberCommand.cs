using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Lists who is in which group, by group or by user.</summary>
[Cmdlet(VerbsCommon.Get, "PermGroupMember", DefaultParameterSetName = nameof(InputObject))]
[OutputType(typeof(GroupMember))]
public sealed class GetPermGroupMemberCommand : PermCmdlet
{
    private PipedColumns? _columns;

    /// <summary>Gets or sets groups, by name or wildcard or as objects; all of them unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Group))]
    [Alias("Name", "Identity")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public GroupIdentity[] Group { get; set; } = [new GroupIdentity("*")];

    /// <summary>Gets or sets a group as Get-PermGroup writes it.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [ValidateNotNull]
    [LiveObject]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PermGroup? InputObject { get; set; }

    /// <summary>Gets or sets users whose memberships alone are wanted, by name or as objects.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = nameof(Group))]
    [Parameter(ParameterSetName = nameof(InputObject))]
    [Alias("UserName")]
    [UserRecord]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity[]? User { get; set; }

    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _columns = new PipedColumns(MyInvocation);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (GroupIdentity group in InputObject is null ? Group : [new GroupIdentity(InputObject)])
        {
            foreach (UserIdentity? user in User ?? new UserIdentity?[] { null })
            {
                if (StoreOf(user?.Item is null ? group : user, group, user) is { } from)
                {
                    AttemptAsOf(from, AsOf, store => Write(store, group, user));
                }
            }
        }
    }

    private void Write(PermStore store, GroupIdentity group, UserIdentity? user)
    {
        if (user is not null)
        {
            GroupReference wanted = _columns!.IsShown(user.Item, nameof(Group), group) ? GroupReference.Like(ProfileService.Literal(group.Name)) : group.Reference;
            WriteObject(store.Groups.MembershipsOf(user.Reference, wanted), enumerateCollection: true);
            return;
        }

        foreach (GroupMember member in store.Groups.Members(group.Reference))
        {
            WriteObject(member);
        }
    }
}
