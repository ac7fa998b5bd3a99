namespace PermModule;

/// <summary>Which requests are wanted; what is null does not matter.</summary>
public sealed record WaitingRoomFilter
{
    /// <summary>The number of one request, which must exist.</summary>
    public long? Id { get; init; }

    /// <summary>Any of these states.</summary>
    public IReadOnlyList<WaitingRoomState>? States { get; init; }

    /// <summary>Any of these kinds.</summary>
    public IReadOnlyList<WaitingRoomKind>? Kinds { get; init; }

    /// <summary>A requester's name or wildcard; users who are gone are found by the name they had at the time of the request.</summary>
    public string? Requester { get; init; }

    /// <summary>The requester who was read, whatever they are called by now, also when they are gone; goes before the name. In another store the name counts.</summary>
    public UserReference? ReadRequester { get; init; }

    /// <summary>The name or wildcard of an asset that is among the requested ones.</summary>
    public string? Asset { get; init; }

    /// <summary>Requests made this long ago or longer.</summary>
    public TimeSpan? OlderThan { get; init; }
}
