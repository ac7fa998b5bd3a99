using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Deactivates users; their seats are free at once.</summary>
[Cmdlet(VerbsLifecycle.Disable, "PermUser", SupportsShouldProcess = true)]
[OutputType(typeof(PermUser))]
public sealed class DisablePermUserCommand : UserCmdlet
{
    /// <inheritdoc/>
    protected override string Action => "Deactivate user";

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserReference> users, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        UserData change = new() { IsActive = false };
        return store.UserService.Update([.. users.Select(user => new UserChange(user, change))], new UserBatchOptions { StopOnError = stopOnError });
    }
}
