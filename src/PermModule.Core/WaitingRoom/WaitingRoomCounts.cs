namespace PermModule;

/// <summary>How many assets of a request stand where.</summary>
internal readonly record struct WaitingRoomCounts(long Pending, long Approved, long Denied)
{
    public long Total => Pending + Approved + Denied;

    public WaitingRoomState State => this switch
    {
        { Pending: > 0 } => WaitingRoomState.Pending,
        { Denied: 0 } => WaitingRoomState.Approved,
        { Approved: 0 } => WaitingRoomState.Denied,
        _ => WaitingRoomState.Mixed,
    };

    /// <summary>The counts of a new request whose assets all stand at one state.</summary>
    public static WaitingRoomCounts All(WaitingRoomState state, long count) => default(WaitingRoomCounts).Add(state, count);

    /// <summary>The counts of assets.</summary>
    public static WaitingRoomCounts Of(IEnumerable<WaitingRoomAsset> assets) => assets.Aggregate(default(WaitingRoomCounts), (counts, asset) => counts.Add(asset.State, 1));

    /// <summary>The counts when some assets go from one state to another.</summary>
    public WaitingRoomCounts Move(WaitingRoomState from, WaitingRoomState to, long count) => Add(from, -count).Add(to, count);

    private WaitingRoomCounts Add(WaitingRoomState state, long count) => state switch
    {
        WaitingRoomState.Pending => this with { Pending = Pending + count },
        WaitingRoomState.Approved => this with { Approved = Approved + count },
        _ => this with { Denied = Denied + count },
    };
}
