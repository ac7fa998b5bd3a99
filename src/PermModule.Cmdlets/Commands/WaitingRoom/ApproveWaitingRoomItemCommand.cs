using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Approves requests or some of their assets; what was denied before can be approved too.</summary>
[Cmdlet(VerbsLifecycle.Approve, "WaitingRoomItem", SupportsShouldProcess = true, DefaultParameterSetName = nameof(InputObject))]
[OutputType(typeof(WaitingRoomItem))]
public sealed class ApproveWaitingRoomItemCommand : WaitingRoomDecisionCmdlet
{
    /// <inheritdoc/>
    protected override bool IsApproval => true;
}
