using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>What the cmdlets share that decide on requests, many at a time from the pipeline.</summary>
public abstract class WaitingRoomDecisionCmdlet : PermCmdlet
{
    private Batch<WaitingRoomDecision, WaitingRoomItem>? _batch;

    /// <summary>Gets or sets the requests, by number or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = nameof(Id))]
    [RecordProperty(nameof(Id))]
    public WaitingRoomIdentity[] Id { get; set; } = [];

    /// <summary>Gets or sets a request as Get-WaitingRoomItem writes it. Binds without a conversion, which thousands in a pipeline feel.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    public WaitingRoomItem? InputObject { get; set; }

    /// <summary>Gets or sets the names of the assets that are decided on; all that wait unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AssetCompleter))]
    public string[]? Asset { get; set; }

    /// <summary>Gets or sets who decides; the acting user of the store unless given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity? Auditor { get; set; }

    /// <summary>Gets or sets what the auditor says of it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Comment { get; set; }

    /// <summary>Gets or sets whether the requests are written as they are after the decision.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>True to approve, false to deny.</summary>
    protected abstract bool IsApproval { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _batch = new Batch<WaitingRoomDecision, WaitingRoomItem>(
        this,
        (store, decisions, stopOnError) => store.WaitingRoomService.Decide(decisions, stopOnError),
        item =>
        {
            if (PassThru)
            {
                WriteObject(item.Value);
            }
        });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null && ParameterSetName == nameof(InputObject))
        {
            Add(WaitingRoomReference.To(InputObject));
            return;
        }

        foreach (WaitingRoomIdentity id in Id)
        {
            Add(id.Reference);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _batch!.Flush();

    private void Add(WaitingRoomReference item)
    {
        WaitingRoomDecision decision = new() { Item = item, IsApproved = IsApproval, Auditor = Auditor?.Reference, Assets = Asset, Comment = Comment };
        _batch!.Add(decision, item.ToString(), IsApproval ? "Approve request" : "Deny request");
    }
}
