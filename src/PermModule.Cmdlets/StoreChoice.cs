using PermModule.Binding;

namespace PermModule.Commands;

/// <summary>Which store a cmdlet works on: the one it is told, the one its items were read from, or the connected one.</summary>
internal sealed class StoreChoice(PermCmdlet cmdlet) : IDisposable
{
    private readonly List<(RunspaceStores Stores, PermStore Store)> _entered = [];
    private StoreOrigin? _lastOrigin;
    private PermStore? _lastStore;

    /// <summary>The path or connection string of the store, which need not be readable.</summary>
    /// <exception cref="PermNotFoundException"><c>StoreNotConnected</c>.</exception>
    public string Place => cmdlet.Store switch
    {
        { Store: { } store } => store.Place,
        { Path: { } path } => Resolve(path),
        _ => RunspaceStores.Current.FindPath(Resolve) ?? throw NotConnected(),
    };

    /// <summary>The store that the cmdlet is told, or else the connected one.</summary>
    /// <exception cref="PermException">It cannot be opened; <c>StoreNotConnected</c>.</exception>
    public PermStore Open()
    {
        RunspaceStores stores = RunspaceStores.Current;
        PermStore store = cmdlet.Store switch
        {
            null => stores.Find(Resolve, cmdlet.StopToken) ?? throw NotConnected(),
            { Store: { } given } => stores.Own(given, cmdlet.StopToken),
            { Path: var path } => stores.At(Resolve(path!), cmdlet.StopToken),
        };
        store.Refresh();
        return Entered(stores, store);
    }

    /// <summary>Lets go of the stores, which other cmdlets may have closed meanwhile.</summary>
    public void Dispose()
    {
        _entered.ForEach(entered => entered.Stores.Leave(entered.Store));
        _entered.Clear();
    }

    /// <summary>The store that an item is about: the one it was read from, or the one in use where it is only a name.</summary>
    /// <param name="item">What the cmdlet acts on.</param>
    /// <param name="others">What it needs for that, from the same store.</param>
    /// <exception cref="PermConflictException"><c>OtherStore</c>.</exception>
    public PermStore Of(IFromStore? item, ReadOnlySpan<IFromStore?> others)
    {
        PermStore store = item?.Origin is { } origin ? At(origin, item) : cmdlet.Opened;
        foreach (IFromStore? other in others)
        {
            if (other?.Origin is { } another && !store.IsOrigin(another))
            {
                throw OtherStore(other, another, $"this is about the store '{store.Location}'. Read it from there, or give its name");
            }
        }

        return store;
    }

    private PermStore At(StoreOrigin origin, object item)
    {
        if (ReferenceEquals(origin, _lastOrigin))
        {
            return _lastStore!;
        }

        RunspaceStores stores = RunspaceStores.Current;
        PermStore? store;
        if (cmdlet.Store is not null || stores.Ambient is not null)
        {
            PermStore opened = cmdlet.Opened;
            store = opened.IsOrigin(origin)
                ? opened
                : throw OtherStore(item, origin, $"{(cmdlet.Store is null ? "the transaction is on" : "-Store names")} '{opened.Location}'. Read it from there, or give its name");
        }
        else
        {
            // The one that the environment names is opened at its first use.
            store = stores.Holding(origin)
                ?? (stores.Find(Resolve, cmdlet.StopToken) is { } named && named.IsOrigin(origin) ? named : null)
                ?? throw OtherStore(item, origin, $"that store is not open{(stores.InUse is { } used ? $"; '{used.Location}' is connected" : "")}");
        }

        store.Refresh();
        (_lastOrigin, _lastStore) = (origin, store);
        return Entered(stores, store);
    }

    private PermStore Entered(RunspaceStores stores, PermStore store)
    {
        if (_entered.TrueForAll(entered => !ReferenceEquals(entered.Store, store)))
        {
            stores.Enter(store);
            _entered.Add((stores, store));
        }

        return store;
    }

    /// <summary>Where a store is: a connection string as it is, a path as the file system knows it.</summary>
    private string Resolve(string place) => PermStore.IsConnectionString(place) ? place : cmdlet.ResolvePath(place);

    private static PermNotFoundException NotConnected() => new(ErrorId.StoreNotConnected, "No store is connected.", target: null);

    private static PermConflictException OtherStore(object item, StoreOrigin origin, string why) =>
        new(ErrorId.OtherStore, $"'{NameList.Shown(item)}' was read from '{origin.Location}', and {why}.", item);
}
