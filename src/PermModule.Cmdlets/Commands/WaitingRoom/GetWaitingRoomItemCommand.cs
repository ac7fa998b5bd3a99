using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Finds requests, oldest first, and streams them; those that wait unless told otherwise.</summary>
[Cmdlet(VerbsCommon.Get, "WaitingRoomItem")]
[OutputType(typeof(WaitingRoomItem))]
public sealed class GetWaitingRoomItemCommand : PermCmdlet
{
    /// <summary>Gets or sets the numbers of requests, which must exist.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [WaitingRoomRecord]
    [ArgumentCompleter(typeof(RequestCompleter))]
    public WaitingRoomIdentity[]? Id { get; set; }

    /// <summary>Gets or sets states; Pending unless given, any where numbers are.</summary>
    [Parameter]
    public WaitingRoomState[]? State { get; set; }

    /// <summary>Gets or sets kinds.</summary>
    [Parameter]
    public WaitingRoomKind[]? Kind { get; set; }

    /// <summary>Gets or sets a requester, by name, by wildcard, or as an object.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserCompleter))]
    [PlainText]
    public UserIdentity? Requester { get; set; }

    /// <summary>Gets or sets an asset that is asked for, by name or wildcard.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AssetCompleter))]
    [PlainText]
    public string? Asset { get; set; }

    /// <summary>Gets or sets how old the requests are at least: a TimeSpan or text such as 7d, 12h, 30m, 2w.</summary>
    [Parameter]
    [Duration]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public TimeSpan? OlderThan { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (WaitingRoomIdentity? id in Id ?? new WaitingRoomIdentity?[] { null })
        {
            if (StoreOf((IFromStore?)id ?? Requester, Requester) is not { } from)
            {
                continue;
            }

            Attempt(from, store =>
            {
                foreach (WaitingRoomItem item in store.WaitingRoom.Find(Filter(id)))
                {
                    WriteObject(item);
                }
            });
        }
    }

    private WaitingRoomFilter Filter(WaitingRoomIdentity? id) => new()
    {
        Id = id?.Reference.Id,
        States = State ?? (id is null ? [WaitingRoomState.Pending] : null),
        Kinds = Kind,
        Requester = Requester?.Pattern,
        ReadRequester = Requester?.Item is null ? null : Requester.Reference,
        Asset = Asset,
        OlderThan = OlderThan,
    };
}
