using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Takes in a request of a user; what the user may do without asking is approved at once.</summary>
[Cmdlet(VerbsLifecycle.Submit, "WaitingRoomItem", SupportsShouldProcess = true)]
[OutputType(typeof(WaitingRoomItem))]
public sealed class SubmitWaitingRoomItemCommand : PermCmdlet
{
    private readonly Slot<WaitingRoomKind> _kind = new();
    private readonly Slot<AssetFile> _file = new();
    private Batch<WaitingRoomRequest, WaitingRoomItem>? _batch;
    private PipedColumns? _columns;

    /// <summary>Gets or sets what is asked for.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [EnumValue(typeof(WaitingRoomKind))]
    public WaitingRoomKind Kind
    {
        get => _kind.Value;
        set => _kind.Value = value;
    }

    /// <summary>Gets or sets who asks.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName")]
    [ArgumentCompleter(typeof(UserCompleter))]
    public UserIdentity Requester { get; set; } = null!;

    /// <summary>Gets or sets the names of the assets.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("Assets")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(AssetCompleter))]
    public string[] Asset { get; set; } = [];

    /// <summary>Gets or sets why; needed for a download.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Reason { get; set; }

    /// <summary>Gets or sets which file of the assets is to be downloaded; the original unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AssetFileText]
    public AssetFile File
    {
        get => _file.Value;
        set => _file.Value = value;
    }

    /// <summary>Gets or sets whether the assets carry a watermark, so that a right of its own downloads them directly.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter Watermarked { get; set; }

    /// <summary>Gets or sets whether the assets are archived, so that downloading them takes a further right.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter Archived { get; set; }

    /// <summary>Gets or sets whether the use of the assets is limited, so that downloading them takes a further right.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter LimitedUsage { get; set; }

    /// <summary>Gets or sets whether an auditor is to decide even where the requester's rights need none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter ForApproval { get; set; }

    /// <summary>Gets or sets the object whose properties are taken: a request, or a record from a file.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _columns = new PipedColumns(MyInvocation);
        _batch = new Batch<WaitingRoomRequest, WaitingRoomItem>(
            this,
            (store, requests, stopOnError) => store.WaitingRoom.Submit(requests, stopOnError),
            item => WriteObject(item.Value));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Refusable(() =>
    {
        WarnOfUnused(_columns!, InputObject, typeof(WaitingRoomItem));
        WaitingRoomRequest request = new()
        {
            Kind = Kind,
            Requester = Requester.Reference,
            Assets = _columns!.Names(nameof(Asset), Asset, InputObject, "Assets")!,
            Reason = Reason,
            File = File,
            IsWatermarked = Watermarked,
            IsArchived = Archived,
            IsLimitedUsage = LimitedUsage,
            ForApproval = ForApproval,
        };
        if (StoreOf(Requester) is { } store)
        {
            _batch!.Add(store, request, $"{Kind} request of {Requester}", "Submit request");
        }
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => _batch!.Complete();
}
