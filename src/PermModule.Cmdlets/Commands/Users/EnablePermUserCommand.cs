using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Activates users; each needs a free seat of the tier of the profile.</summary>
[Cmdlet(VerbsLifecycle.Enable, "PermUser", SupportsShouldProcess = true)]
[OutputType(typeof(PermUser))]
public sealed class EnablePermUserCommand : UserCmdlet
{
    /// <summary>Gets or sets whether users are activated before the contract's delay is over; the trail records it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override string Action => "Activate user";

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserReference> users, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        UserData change = new() { IsActive = true };
        return store.UserService.Update([.. users.Select(user => new UserChange(user, change))], new UserBatchOptions { StopOnError = stopOnError, Force = Force });
    }
}
