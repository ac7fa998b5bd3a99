using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Puts users into groups; one who is in it already stays.</summary>
[Cmdlet(VerbsCommon.Add, "PermGroupMember", SupportsShouldProcess = true, DefaultParameterSetName = nameof(InputObject))]
[OutputType(typeof(GroupMember))]
public sealed class AddPermGroupMemberCommand : GroupMemberCmdlet
{
    /// <inheritdoc/>
    protected override string Action(string group) => $"Add to group '{group}'";

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<GroupMember>> Apply(PermStore store, IReadOnlyList<Membership> memberships, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Groups.AddMembers(memberships, stopOnError);
    }
}
