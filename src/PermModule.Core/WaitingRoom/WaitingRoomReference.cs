using System.Globalization;

namespace PermModule;

/// <summary>Names a request: by number, or by an object that was read from a store.</summary>
public readonly record struct WaitingRoomReference
{
    private WaitingRoomReference(long id, WaitingRoomItem? read)
    {
        Id = id;
        Read = read;
    }

    /// <summary>The number of the request.</summary>
    public long Id { get; }

    /// <summary>The object that was read, or null where only the number is known.</summary>
    internal WaitingRoomItem? Read { get; }

    /// <summary>Names a request by number.</summary>
    public static WaitingRoomReference ById(long id) => new(id, read: null);

    /// <summary>Names the request that was read.</summary>
    public static WaitingRoomReference To(WaitingRoomItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new WaitingRoomReference(item.Id, item);
    }

    /// <summary>The number of the request, with kind and requester where they are known.</summary>
    public override string ToString() => Read?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"Request {Id}");
}
