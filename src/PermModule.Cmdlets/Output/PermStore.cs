namespace PermModule.Output;

/// <summary>
/// An open store as it is shown at a prompt: what a person asks of it, read when it is asked. What programs do with a store stays with
/// <see cref="PermModule.PermStore"/>, whose services would fill the screen of everyone who lists all properties.
/// </summary>
public sealed class PermStore
{
    internal PermStore(PermModule.PermStore store) => Store = store;

    /// <summary>The path of the file, or the connection string of the server, which holds no password: what -Store and Connect-PermStore take.</summary>
    public string Path => Store.Place;

    /// <summary>Where the store is: the path of the file, or server, database and schema.</summary>
    public string Location => Store.Location;

    /// <summary>The engine that keeps the store: SQLite or PostgreSQL.</summary>
    public string Engine => Store.Engine;

    /// <summary>How long a question takes to the server and back now, in milliseconds; null for a file.</summary>
    public double? RoundTripMilliseconds => Store.RoundTripMilliseconds;

    /// <summary>The version of the tables.</summary>
    public int SchemaVersion => Store.SchemaVersion;

    /// <summary>How many users it holds, active and inactive.</summary>
    public long Users => Store.Summary.Users;

    /// <summary>How many profiles it holds.</summary>
    public long Profiles => Store.Summary.Profiles;

    /// <summary>How many groups it holds.</summary>
    public long Groups => Store.Summary.Groups;

    /// <summary>How many requests wait for a decision.</summary>
    public long PendingRequests => Store.Summary.PendingRequests;

    /// <summary>The size of the store in bytes: of the file and its journal, or of the tables and indexes on the server.</summary>
    public long SizeBytes => Store.SizeBytes;

    /// <summary>Who the audit trail names for what is changed.</summary>
    public string Actor => Store.Actor;

    /// <summary>True when every change is refused.</summary>
    public bool IsReadOnly => Store.IsReadOnly;

    /// <summary>True while changes wait for the end of a transaction.</summary>
    public bool InTransaction => Store.InTransaction;

    internal PermModule.PermStore Store { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
