using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Removes users for good; their history stays in the audit trail.</summary>
[Cmdlet(VerbsCommon.Remove, "PermUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PermUser))]
public sealed class RemovePermUserCommand : UserCmdlet
{
    /// <inheritdoc/>
    protected override string Action => "Remove user";

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserReference> users, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.UserService.Remove(users, new UserBatchOptions { StopOnError = stopOnError });
    }
}
