using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>What the cmdlets share that decide on requests, many at a time from the pipeline.</summary>
public abstract class WaitingRoomDecisionCmdlet : PermCmdlet
{
    private Batch<WaitingRoomDecision, WaitingRoomItem>? _batch;
    private PipedColumns? _columns;

    /// <summary>Gets or sets the requests, by number or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = nameof(Id))]
    [WaitingRoomRecord]
    [ArgumentCompleter(typeof(RequestCompleter))]
    public WaitingRoomIdentity[] Id { get; set; } = [];

    /// <summary>Gets or sets a request as Get-WaitingRoomItem writes it. Binds without a conversion, which thousands in a pipeline feel.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = nameof(InputObject))]
    [LiveObject]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public WaitingRoomItem? InputObject { get; set; }

    /// <summary>Gets or sets the names of the assets that are decided on; all that wait unless given.</summary>
    [Parameter(ParameterSetName = nameof(Id), ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = nameof(InputObject))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AssetCompleter))]
    public string[]? Asset { get; set; }

    /// <summary>Gets or sets who decides; the acting user of the store unless given.</summary>
    [Parameter(ParameterSetName = nameof(Id), ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = nameof(InputObject))]
    [ArgumentCompleter(typeof(AuditorCompleter))]
    public UserIdentity? Auditor { get; set; }

    /// <summary>Gets or sets what the auditor says of it.</summary>
    [Parameter(ParameterSetName = nameof(Id), ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = nameof(InputObject))]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Comment { get; set; }

    /// <summary>Gets or sets whether the requests are written as they are after the decision.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>True to approve, false to deny.</summary>
    protected abstract bool IsApproval { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _columns = new PipedColumns(MyInvocation);
        _batch = new Batch<WaitingRoomDecision, WaitingRoomItem>(
            this,
            (store, decisions, stopOnError) => store.WaitingRoom.Decide(decisions, stopOnError),
            item =>
            {
                if (PassThru)
                {
                    WriteObject(item.Value);
                }
            });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null && ParameterSetName == nameof(InputObject))
        {
            Add(new WaitingRoomIdentity(InputObject), Comment);
            return;
        }

        foreach (WaitingRoomIdentity id in Id)
        {
            WarnOfUnused(_columns!, id.Record, typeof(WaitingRoomItem));
            // A request that was exported after a decision holds what was said then.
            bool isOld = id.Record?.Properties["AuditedAt"]?.Value is { } audited && audited.ToString()!.Length > 0 && !_columns!.IsNamed(nameof(Comment));
            Add(id, isOld ? null : Comment);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _batch!.Complete();

    private void Add(WaitingRoomIdentity item, string? comment) => Refusable(() =>
    {
        WaitingRoomDecision decision = new() { Item = item.Reference, IsApproved = IsApproval, Auditor = Auditor?.Reference, Assets = Asset, Comment = comment };
        if (StoreOf(item, Auditor) is { } store)
        {
            _batch!.Add(store, decision, item.ToString(), IsApproval ? "Approve request" : "Deny request");
        }
    });
}
