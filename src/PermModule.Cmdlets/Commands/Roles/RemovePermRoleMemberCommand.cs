using System.Management.Automation;
using PermModule.Binding;

namespace PermModule.Commands;

/// <summary>Takes a role from users; with a department or location, only from those who have it for that one.</summary>
[Cmdlet(VerbsCommon.Remove, "PermRoleMember", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RoleMember))]
public sealed class RemovePermRoleMemberCommand : RoleMemberCmdlet
{
    /// <inheritdoc/>
    protected override string Action => $"Take role {Role} away";

    /// <inheritdoc/>
    private protected override bool IsRefused(PermStore store, UserIdentity user) => user.Item is null && IsMissing(store, from => from.Users.Get(user.Reference));

    /// <inheritdoc/>
    private protected override bool IsWritten(BatchItem<RoleMember> item) => item.IsChanged;

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<RoleMember>> Apply(PermStore store, IReadOnlyList<RoleAssignment> assignments, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Roles.RemoveMembers(assignments, stopOnError);
    }
}
