using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Makes users portal owners or champions, for a department or location that is named or their own.</summary>
[Cmdlet(VerbsCommon.Add, "PermRoleMember", SupportsShouldProcess = true)]
[OutputType(typeof(RoleMember))]
public sealed class AddPermRoleMemberCommand : RoleMemberCmdlet
{
    /// <inheritdoc/>
    protected override string Action => $"Give role {Role}";

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<RoleMember>> Apply(PermStore store, IReadOnlyList<RoleAssignment> assignments, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Roles.AddMembers(assignments, stopOnError);
    }
}
