using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Names a store: by the object itself, by its path, or by the connection string of its server.</summary>
public sealed class StoreIdentity
{
    /// <summary>Names the store that was opened.</summary>
    public StoreIdentity(Output.PermStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Store = store.Store;
    }

    /// <summary>Names a store by its path or connection string.</summary>
    public StoreIdentity(string path)
    {
        Path = GivenText.NotBlank(path, "path of the store");
    }

    /// <summary>Names a store by its file.</summary>
    public StoreIdentity(FileSystemInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Path = file.FullName;
    }

    /// <summary>Refuses a store object that was read back from a file or another process: it no longer tells whose rights it enforced or whether it was read-only.</summary>
    /// <exception cref="PSInvalidCastException">Always.</exception>
    public StoreIdentity(PSObject record) =>
        throw new PSInvalidCastException($"'{NameList.Shown(record)}' is no open store, only what is left of one. Give its path, or connect to it with Connect-PermStore.");

    /// <summary>The store itself, or null where a path was given.</summary>
    internal PermStore? Store { get; }

    /// <summary>The path as it was given, or null where the store itself was.</summary>
    internal string? Path { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path ?? Store!.Location;
}
