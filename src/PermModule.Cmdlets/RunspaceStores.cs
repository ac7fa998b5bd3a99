using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PermModule.Commands;

/// <summary>The stores of one runspace: connections are never shared between threads.</summary>
internal sealed class RunspaceStores : IDisposable
{
    /// <summary>The environment variable that names a store's path or connection string.</summary>
    public const string PathVariable = "PERMMODULE_STORE";

    /// <summary>How old an answer about rights from the memory of a running cmdlet may be, unless told otherwise; a cmdlet begins with a fresh one.</summary>
    public static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(1);

    private static readonly ConditionalWeakTable<Runspace, RunspaceStores> ByRunspace = [];

    /// <summary>How many servers are kept waiting for the next cmdlet, besides the one connected. A server lets in a hundred unless it is set up otherwise.</summary>
    private const int MaxAwake = 8;

    private readonly Dictionary<object, PermStore> _opened = [];
    private readonly Dictionary<PermStore, int> _inUse = [];
    private readonly HashSet<PermStore> _leaving = [];
    private readonly List<PermStore> _awake = [];
    private readonly List<string> _used = [];

    /// <summary>The stores of the runspace that runs.</summary>
    public static RunspaceStores Current => ByRunspace.GetValue(Runspace.DefaultRunspace, runspace =>
    {
        RunspaceStores stores = new();
        runspace.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
            {
                stores.Dispose();
            }
        };
        return stores;
    });

    /// <summary>The store that this runspace is connected to, or null.</summary>
    public PermStore? Connected { get; private set; }

    /// <summary>The store whose transaction is open, which every cmdlet inside it uses, or null.</summary>
    public PermStore? Ambient { get; set; }

    /// <summary>The correlation id of all changes in the open transaction, or null outside of one.</summary>
    public Guid? Correlation { get; set; }

    /// <summary>The store that cmdlets use unless told otherwise, or null.</summary>
    public PermStore? InUse => Ambient ?? Connected;

    /// <summary>The path or connection string by which a line to run has to name a store, or null where it is the one in use.</summary>
    public string? PlaceUnlessInUse(PermStore store) => InUse?.Location == store.Location ? null : store.Place;

    /// <summary>The portal that this runspace is connected to, or null.</summary>
    public PermPortal? Portal { get; private set; }

    /// <summary>The paths and connection strings of the stores that this runspace was connected to, the newest last.</summary>
    public IReadOnlyList<string> Used => _used;

    /// <summary>Closes what the current runspace has open.</summary>
    public static void CloseCurrent()
    {
        if (Runspace.DefaultRunspace is { } runspace && ByRunspace.TryGetValue(runspace, out RunspaceStores? stores))
        {
            stores.Dispose();
        }
    }

    /// <summary>Makes a store the one that cmdlets use unless told otherwise.</summary>
    /// <param name="open">Opens it; the one connected before is closed when that has worked.</param>
    /// <exception cref="PermConflictException"><c>TransactionAlreadyOpen</c>.</exception>
    public PermStore Connect(Func<PermStore> open)
    {
        RefuseInTransaction();
        PermStore store = open();
        Disconnect();
        Connected = store;
        _opened.Add(store, store);
        _used.Remove(store.Place);
        _used.Add(store.Place);
        return store;
    }

    /// <summary>Refuses to change what is connected while the changes of a transaction are neither applied nor undone.</summary>
    /// <exception cref="PermConflictException"><c>TransactionAlreadyOpen</c>.</exception>
    public void RefuseInTransaction()
    {
        if (Ambient is not null)
        {
            throw new PermConflictException(ErrorId.TransactionAlreadyOpen, $"A transaction is open on '{Ambient.Path}'.", Ambient.Path);
        }
    }

    /// <summary>Closes the connected store; false where there was none.</summary>
    public bool Disconnect()
    {
        if (Connected is null)
        {
            return false;
        }

        // What comes before this in the pipeline may still be reading it.
        PermStore store = Connected;
        Forget(store);
        if (_inUse.ContainsKey(store))
        {
            _leaving.Add(store);
        }
        else
        {
            store.Dispose();
        }

        return true;
    }

    /// <summary>Makes a portal the one that cmdlets use, or none; the one connected before is closed.</summary>
    public void UsePortal(PermPortal? portal)
    {
        Portal?.Dispose();
        Portal = portal;
    }

    /// <summary>Keeps a store open for a cmdlet that works on it, until <see cref="Leave"/>.</summary>
    public void Enter(PermStore store) => _inUse[store] = _inUse.GetValueOrDefault(store) + 1;

    /// <summary>Called once for each <see cref="Enter"/>, when the cmdlet has ended.</summary>
    public void Leave(PermStore store)
    {
        if (--_inUse[store] > 0)
        {
            return;
        }

        _inUse.Remove(store);
        if (_leaving.Remove(store))
        {
            store.Dispose();
        }
    }

    /// <summary>Closes every connection of this runspace to the file at a path.</summary>
    public void CloseAt(string path)
    {
        foreach (PermStore store in _opened.Values.Where(store => store.Path == path).ToArray())
        {
            Forget(store);
            store.Dispose();
        }
    }

    /// <summary>Connects to a store that takes the place of the one at a path. Where that is refused, the one that was connected is so again.</summary>
    /// <param name="path">The path.</param>
    /// <param name="create">Creates and opens the new store, while this runspace has none open there.</param>
    public PermStore Replace(string path, Func<PermStore> create)
    {
        RefuseInTransaction();
        PermStore? before = Connected?.Path == path ? Connected : null;
        CloseAt(path);
        try
        {
            return Connect(create);
        }
        catch (PermException) when (before is not null)
        {
            Connect(() => before.OpenAgain());
            throw;
        }
    }

    /// <summary>True if this runspace has the store at a path open.</summary>
    public bool HasOpen(string path) => _opened.Values.Any(store => store.Path == path);

    /// <exception cref="PermNotPermittedException">This runspace has the store at a path open read-only or in the name of a user.</exception>
    public void DemandReplacing(string path)
    {
        foreach (PermStore store in _opened.Values.Where(store => store.Path == path))
        {
            store.DemandReplacing();
        }
    }

    /// <summary>The store of a cmdlet that names none, or null where there is none.</summary>
    /// <param name="resolve">Turns a path of PowerShell into one of the file system.</param>
    /// <param name="stop">Stops the opening.</param>
    /// <exception cref="PermException">The store cannot be opened.</exception>
    public PermStore? Find(Func<string, string> resolve, CancellationToken stop) => InUse ?? (FindPath(resolve) is { } path ? At(path, stop) : null);

    /// <summary>The path or connection string of that store, which need not be readable, or null where there is none.</summary>
    /// <param name="resolve">Turns a path of PowerShell into one of the file system.</param>
    public string? FindPath(Func<string, string> resolve)
    {
        string? path = Environment.GetEnvironmentVariable(PathVariable);
        string? named = string.IsNullOrEmpty(path) ? null : resolve(path);
        return InUse?.Place ?? named ?? (File.Exists(PermStore.DefaultPath) ? PermStore.DefaultPath : null);
    }

    /// <summary>The store itself if this runspace opened it, otherwise a connection of this runspace to the same file.</summary>
    public PermStore Own(PermStore store, CancellationToken stop) => Opened(store, () => store.OpenAgain(stop));

    /// <summary>The open store that an object was read from, or null where it is not open in this runspace.</summary>
    public PermStore? Holding(StoreOrigin origin) =>
        InUse is { } used && used.IsOrigin(origin) ? used : _opened.Values.FirstOrDefault(store => store.IsOrigin(origin)) is { } other ? Woken(other) : null;

    /// <summary>The store at a path or on a server, opened once.</summary>
    public PermStore At(string path, CancellationToken stop) =>
        Ambient is { } ambient && ambient.IsAt(path) ? ambient
        : Connected is { } connected && connected.IsAt(path) ? connected
        : Opened(path, () => PermStore.Open(path, new PermStoreOptions { MaxStaleness = MaxStaleness }, stop));

    /// <inheritdoc/>
    public void Dispose()
    {
        Connected = null;
        UsePortal(portal: null);
        foreach (PermStore store in _opened.Values.Concat(_leaving))
        {
            store.Dispose();
        }

        _opened.Clear();
        _leaving.Clear();
        _awake.Clear();
    }

    private PermStore Opened(object key, Func<PermStore> open)
    {
        if (!_opened.TryGetValue(key, out PermStore? store))
        {
            store = open();
            _opened.Add(key, store);
        }

        return Woken(store);
    }

    private void Forget(PermStore store)
    {
        foreach (object key in _opened.Where(pair => ReferenceEquals(pair.Value, store)).Select(pair => pair.Key).ToArray())
        {
            _opened.Remove(key);
        }

        _awake.Remove(store);
        if (ReferenceEquals(store, Connected))
        {
            Connected = null;
        }
    }

    /// <summary>Notes that a store is used next, and gives back the session of the one that was used longest ago where there are too many.</summary>
    private PermStore Woken(PermStore store)
    {
        if (!ReferenceEquals(store, Connected) && PermStore.IsConnectionString(store.Place))
        {
            _awake.Remove(store);
            _awake.Add(store);
        }

        if (_awake.Count > MaxAwake && _awake.FirstOrDefault(other => !ReferenceEquals(other, store) && other.Rest()) is { } rested)
        {
            _awake.Remove(rested);
        }

        return store;
    }
}
