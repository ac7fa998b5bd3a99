using System.Management.Automation;
using PermModule.Binding;

namespace PermModule.Commands;

/// <summary>Takes users out of groups; one who is not in it stays out.</summary>
[Cmdlet(VerbsCommon.Remove, "PermGroupMember", SupportsShouldProcess = true, DefaultParameterSetName = nameof(InputObject), ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(GroupMember))]
public sealed class RemovePermGroupMemberCommand : GroupMemberCmdlet
{
    /// <inheritdoc/>
    protected override string Action(string group) => $"Remove from group '{group}'";

    /// <inheritdoc/>
    private protected override bool IsRefused(PermStore store, GroupIdentity group, UserIdentity user) =>
        (group.Read is null && IsMissing(store, from => from.Groups.Get(group.Name))) || (user.Item is null && IsMissing(store, from => from.Users.Get(user.Reference)));

    /// <inheritdoc/>
    private protected override bool IsWritten(BatchItem<GroupMember> item) => item.IsChanged;

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<GroupMember>> Apply(PermStore store, IReadOnlyList<Membership> memberships, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Groups.RemoveMembers(memberships, stopOnError);
    }
}
