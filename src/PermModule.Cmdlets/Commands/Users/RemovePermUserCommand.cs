using System.Management.Automation;
using PermModule.Binding;

namespace PermModule.Commands;

/// <summary>Removes users for good, with their memberships and roles, and closes their pending requests; their history stays in the audit trail.</summary>
[Cmdlet(VerbsCommon.Remove, "PermUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ByObject)]
[OutputType(typeof(PermUser))]
public sealed class RemovePermUserCommand : UserCmdlet
{
    private static readonly UserData Nothing = new();

    /// <inheritdoc/>
    protected override string Action => "Remove user";

    /// <inheritdoc/>
    protected override UserData? DataFor(UserIdentity user) => Nothing;

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserChange> changes, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(changes);
        return store.Users.Remove([.. changes.Select(change => change.User)], new UserBatchOptions { StopOnError = stopOnError });
    }
}
