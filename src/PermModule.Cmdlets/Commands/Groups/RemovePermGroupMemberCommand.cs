using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Takes users out of groups; one who is not in it stays out.</summary>
[Cmdlet(VerbsCommon.Remove, "PermGroupMember", SupportsShouldProcess = true, DefaultParameterSetName = nameof(InputObject), ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(GroupMember))]
public sealed class RemovePermGroupMemberCommand : GroupMemberCmdlet
{
    /// <inheritdoc/>
    protected override string Action(string group) => $"Remove from group '{group}'";

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<GroupMember>> Apply(PermStore store, IReadOnlyList<Membership> memberships, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Groups.RemoveMembers(memberships, stopOnError);
    }
}
