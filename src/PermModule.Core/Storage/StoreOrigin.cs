namespace PermModule;

/// <summary>The store that an object was read from.</summary>
public sealed class StoreOrigin
{
    internal StoreOrigin(string location) => Location = location;

    /// <summary>The origin of what is read in a transaction that may still be undone as a whole.</summary>
    internal StoreOrigin(StoreOrigin around)
        : this(around.Location) => Around = around;

    /// <summary>Where the store is: the full path of its file, or server, database and schema.</summary>
    public string Location { get; }

    /// <summary>The origin of what is read around the transaction, or null for that of the store itself.</summary>
    internal StoreOrigin? Around { get; }

    /// <summary>True once the transaction was undone: the ids that it gave are given again, to something else.</summary>
    internal bool IsUndone { get; private set; }

    /// <summary>Tells the store from another one at its place, or null where that is not known.</summary>
    internal string? Identity { get; set; }

    private StoreOrigin Kept => IsUndone || Around is null ? this : Around.Kept;

    /// <summary>True where an id means the same: in the same store, and in no transaction that was undone.</summary>
    internal bool IsSame(StoreOrigin? other) => other is not null && (ReferenceEquals(Kept, other.Kept) || Kept.IsOtherConnection(other.Kept));

    /// <summary>Ends the transaction. Returns the origin of what is read after it.</summary>
    internal StoreOrigin Leave(bool isKept)
    {
        if (Around is null)
        {
            return this;
        }

        IsUndone = !isKept;
        return Around;
    }

    /// <summary>True for another connection to the same store, none of them in a transaction that was undone.</summary>
    private bool IsOtherConnection(StoreOrigin other) =>
        Around is null && other.Around is null && Identity is not null && Identity == other.Identity && Location == other.Location;

    /// <summary>The location.</summary>
    public override string ToString() => Location;
}
