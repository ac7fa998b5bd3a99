using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Names what is compared: a store, by the object itself, by its path or by the connection string of its server, or the store in use as of a past moment.</summary>
public sealed class ComparedIdentity
{
    /// <summary>Names the store that was opened.</summary>
    public ComparedIdentity(Output.PermStore store) => Store = new StoreIdentity(store);

    /// <summary>Names a store by its path or connection string, or the store in use as of a moment that is written by ISO 8601.</summary>
    public ComparedIdentity(string path)
    {
        Moment = MomentAttribute.Written(path);
        Store = Moment is null ? new StoreIdentity(path) : null;
    }

    /// <summary>Names a store by its file.</summary>
    public ComparedIdentity(FileSystemInfo file) => Store = new StoreIdentity(file);

    /// <summary>Names the store in use as of a moment.</summary>
    public ComparedIdentity(DateTimeOffset moment) => Moment = moment;

    /// <summary>Names the store in use as of a moment; without a zone it is local time.</summary>
    public ComparedIdentity(DateTime moment) => Moment = MomentAttribute.Local(moment);

    /// <summary>Refuses a store object that was read back from a file or another process.</summary>
    /// <exception cref="PSInvalidCastException">It is no open store.</exception>
    public ComparedIdentity(PSObject record) => Store = new StoreIdentity(record);

    /// <summary>The store, or null where the one in use is meant.</summary>
    internal StoreIdentity? Store { get; }

    /// <summary>The moment, or null where the present is meant.</summary>
    internal DateTimeOffset? Moment { get; }

    /// <summary>The path or the moment.</summary>
    public override string ToString() => Store?.ToString() ?? $"{Moment:O}";
}
