using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Removes requests for good, with their decisions; what they denied can be requested again. The audit trail keeps what they held.</summary>
[Cmdlet(VerbsCommon.Remove, "WaitingRoomItem", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveWaitingRoomItemCommand : PermCmdlet
{
    private Batch<WaitingRoomReference, WaitingRoomItem>? _batch;

    /// <summary>Gets or sets the requests, by number or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [WaitingRoomRecord]
    [ArgumentCompleter(typeof(RequestCompleter))]
    public WaitingRoomIdentity[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => _batch = new Batch<WaitingRoomReference, WaitingRoomItem>(
        this,
        (store, items, stopOnError) => store.WaitingRoom.Remove(items, stopOnError),
        static _ => { });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (WaitingRoomIdentity id in Id)
        {
            if (StoreOf(id) is { } store && !IsMissing(store, from => from.WaitingRoom.Get(id.Reference.Id)))
            {
                _batch!.Add(store, id.Reference, id.ToString(), "Remove request");
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _batch!.Complete();
}
