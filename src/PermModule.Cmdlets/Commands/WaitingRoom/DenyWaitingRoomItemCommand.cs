using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Denies requests or some of their assets; the requester cannot ask for them again.</summary>
[Cmdlet(VerbsLifecycle.Deny, "WaitingRoomItem", SupportsShouldProcess = true, DefaultParameterSetName = nameof(InputObject))]
[OutputType(typeof(WaitingRoomItem))]
public sealed class DenyWaitingRoomItemCommand : WaitingRoomDecisionCmdlet
{
    /// <inheritdoc/>
    protected override bool IsApproval => false;
}
