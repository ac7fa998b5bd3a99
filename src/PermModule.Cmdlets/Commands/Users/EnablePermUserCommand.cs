using System.Management.Automation;
using PermModule.Binding;

namespace PermModule.Commands;

/// <summary>Activates users; each needs a free seat of the tier of the profile.</summary>
[Cmdlet(VerbsLifecycle.Enable, "PermUser", SupportsShouldProcess = true, DefaultParameterSetName = ByObject)]
[OutputType(typeof(PermUser))]
public sealed class EnablePermUserCommand : UserCmdlet
{
    private static readonly UserData Activated = new() { IsActive = true };

    /// <summary>Gets or sets whether users are activated before the contract's delay is over; the trail records it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override string Action => "Activate user";

    /// <inheritdoc/>
    protected override UserData? DataFor(UserIdentity user) => Activated;

    /// <inheritdoc/>
    protected override IReadOnlyList<BatchItem<PermUser>> Apply(PermStore store, IReadOnlyList<UserChange> changes, bool stopOnError)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Users.Update(changes, new UserBatchOptions { StopOnError = stopOnError, Force = Force });
    }
}
