using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Shows the contract: how many seats of each tier there are, and what happens at the limit.</summary>
[Cmdlet(VerbsCommon.Get, "SeatContract")]
[OutputType(typeof(SeatContract))]
public sealed class GetSeatContractCommand : PermCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(store => WriteObject(store.Seats.Contract));
}
