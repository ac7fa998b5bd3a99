using System.Globalization;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Names a request: by number, or by the object itself.</summary>
public sealed class WaitingRoomIdentity : IFromStore
{
    private readonly long _id;
    private readonly WaitingRoomItem? _item;

    /// <summary>Names a request by number.</summary>
    public WaitingRoomIdentity(long id) => _id = id;

    /// <summary>Names a request by number, as a CSV file holds it.</summary>
    /// <exception cref="FormatException">The text is no number.</exception>
    public WaitingRoomIdentity(string id) => _id = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? number
        : throw new FormatException($"'{id}' is no number of a request. Get-WaitingRoomItem shows the numbers as Id.");

    /// <summary>Names the request that was read.</summary>
    public WaitingRoomIdentity(WaitingRoomItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _item = item;
    }

    /// <summary>Names the request of a record that was read from a file or made by hand.</summary>
    internal WaitingRoomIdentity(string id, PSObject record)
        : this(id) => Record = record;

    /// <summary>The record that the number comes from, or null.</summary>
    internal PSObject? Record { get; }

    /// <inheritdoc/>
    StoreOrigin? IFromStore.Origin => PermStore.OriginOf(_item);

    /// <summary>What the core knows the request by.</summary>
    internal WaitingRoomReference Reference => _item is null ? WaitingRoomReference.ById(_id) : WaitingRoomReference.To(_item);

    /// <summary>The number of the request, with kind and requester where they are known.</summary>
    public override string ToString() => Reference.ToString();
}
