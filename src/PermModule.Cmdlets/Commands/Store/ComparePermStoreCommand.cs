using System.Management.Automation;
using PermModule.Binding;
using PermModule.Formatting;

namespace PermModule.Commands;

/// <summary>Shows what differs between two stores, and what to run to make the second like the first.</summary>
[Cmdlet(VerbsData.Compare, "PermStore")]
[OutputType(typeof(StoreDifference))]
public sealed class ComparePermStoreCommand : PermCmdlet
{
    private readonly List<PermStore> _opened = [];

    /// <summary>Gets or sets the store that is compared with, by path or as an object.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public StoreIdentity Reference { get; set; } = null!;

    /// <summary>Gets or sets the store that is compared, by path or as an object; the store in use unless given.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public StoreIdentity? Difference { get; set; }

    /// <summary>Gets or sets what is compared.</summary>
    [Parameter]
    public StoreDifferenceKind[]? Kind { get; set; }

    /// <summary>Gets or sets whether what is equal is shown too.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PermStore reference = Find(Reference);
        PermStore difference = Difference is null ? Opened : Find(Difference);
        DifferenceWriter writer = new(RunspaceStores.Current.InUse?.Location == difference.Location ? null : difference.Location);
        Attempt(reference, _ => Attempt(difference, store =>
        {
            foreach (StoreDifference found in store.Comparison.Compare(reference.Comparison, Kind, IncludeEqual))
            {
                WriteObject(found with { Command = writer.Write(found) });
            }
        }));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _opened.ForEach(store => store.Dispose());
            _opened.Clear();
        }

        base.Dispose(disposing);
    }

    /// <summary>The store that is named. One named by its path is opened for reading only, unless it is the one in use.</summary>
    private PermStore Find(StoreIdentity named)
    {
        if (named.Store is { } store)
        {
            return Terminating(() => RunspaceStores.Current.Own(store));
        }

        string path = ResolvePath(named.Path!);
        if (RunspaceStores.Current.InUse is { } used && used.Location == path)
        {
            return used;
        }

        PermStore opened = Terminating(() => PermStore.Open(path, new PermStoreOptions { IsReadOnly = true }));
        _opened.Add(opened);
        return opened;
    }
}
