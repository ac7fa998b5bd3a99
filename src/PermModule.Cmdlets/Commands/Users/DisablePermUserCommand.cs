using System.Management.Automation;
using PermModule.Binding;

namespace PermModule.Commands;

/// <summary>Deactivates users; their seats are free at once.</summary>
[Cmdlet(VerbsLifecycle.Disable, "PermUser", SupportsShouldProcess = true, DefaultParameterSetName = ByObject)]
[OutputType(typeof(PermUser))]
public sealed class DisablePermUserCommand : UserCmdlet
{
    private static readonly UserData Deactivated = new() { IsActive = false };

    /// <inheritdoc/>
    protected override string Action => "Deactivate user";

    /// <inheritdoc/>
    protected override UserData? DataFor(UserIdentity user) => Deactivated;

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserChange> changes, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Users.Update(changes, new UserBatchOptions { StopOnError = stopOnError });
    }
}
