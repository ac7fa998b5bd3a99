using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Shows the contract: how many seats of each tier there are, and what happens at the limit.</summary>
[Cmdlet(VerbsCommon.Get, "SeatContract")]
[OutputType(typeof(SeatContract))]
public sealed class GetSeatContractCommand : PermCmdlet
{
    /// <summary>Gets or sets a past moment, as of which the store is read.</summary>
    [Parameter]
    [Moment]
    [ArgumentCompleter(typeof(MomentCompleter))]
    public DateTimeOffset? AsOf { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => AttemptAsOf(Opened, AsOf, store => WriteObject(store.Seats.Contract));
}
