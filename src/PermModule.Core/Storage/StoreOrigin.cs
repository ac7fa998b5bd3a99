namespace PermModule;

/// <summary>The store that an object was read from.</summary>
public sealed class StoreOrigin
{
    internal StoreOrigin(string location) => Location = location;

    /// <summary>Where the store is: the full path of its file, or server, database and schema.</summary>
    public string Location { get; }

    /// <summary>The location.</summary>
    public override string ToString() => Location;
}
