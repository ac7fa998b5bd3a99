using System.Management.Automation;
using PermModule.Binding;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>What all cmdlets share: which store they use, how refusals and warnings are reported, and how they are stopped.</summary>
public abstract class PermCmdlet : PSCmdlet, IDisposable
{
    /// <summary>The longest path of any system. PowerShell takes half a second over ten megabytes of text, and most of a minute over ten of stars.</summary>
    private const int MaxPath = 32_767;

    private const int MaxSuggestions = 20;

    private readonly CancellationTokenSource _stop = new();
    private readonly Guid _correlation = Guid.NewGuid();
    private readonly Dictionary<PermStore, PermStore> _past = [];
    private PermStore? _opened;
    private StoreOrigin? _lastOrigin;
    private PermStore? _lastStore;
    private PermStore? _asked;
    private int _suggestions;

    /// <summary>Gets or sets the store, by path or as an object; the one that piped objects come from unless given, or else the connected one.</summary>
    [Parameter]
    [ValidateNotNull]
    public StoreIdentity? Store { get; set; }

    /// <summary>The store in use.</summary>
    protected internal PermStore Opened => _opened ??= Open();

    /// <summary>True while nothing may be changed and only said what would happen.</summary>
    protected internal bool IsWhatIf => IsSet("WhatIf", "WhatIfPreference");

    /// <summary>True when the first error ends the pipeline.</summary>
    protected internal bool IsErrorActionStop
    {
        get
        {
            object? action = MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given) ? given : SessionState.PSVariable.GetValue("ErrorActionPreference");
            return string.Equals(action?.ToString(), nameof(ActionPreference.Stop), StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>The path of the store in use, which need not be readable.</summary>
    protected string StorePath => Store switch
    {
        { Store: { } store } => store.Location,
        { Path: { } path } => ResolvePath(path),
        _ => RunspaceStores.Current.FindPath(ResolvePath) ?? throw NotConnected(),
    };

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes a refusal as a non-terminating error.</summary>
    protected internal void WriteError(PermException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        WriteError(Record(error));
    }

    /// <summary>Runs work on the store in use: a refusal becomes a non-terminating error, warnings are written, a stop stops it.</summary>
    protected internal void Attempt(Action<PermStore> work) => Attempt(Opened, work);

    /// <summary>Runs work on a store: a refusal becomes a non-terminating error, warnings are written, a stop stops it.</summary>
    protected internal void Attempt(PermStore store, Action<PermStore> work)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(work);
        _asked = store;
        try
        {
            using (store.CancelWith(_stop.Token))
            using (store.Correlate(RunspaceStores.Current.Correlation ?? _correlation))
            {
                work(store);
            }
        }
        catch (PermException error)
        {
            StoreWarnings.Write(this, store);
            WriteError(error);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        StoreWarnings.Write(this, store);
    }

    /// <summary>Runs work that reads a store, now or as of a past moment. The past is worked out once for all records of the pipeline.</summary>
    /// <param name="store">The store.</param>
    /// <param name="moment">The moment, or null for now.</param>
    /// <param name="work">The work.</param>
    protected internal void AttemptAsOf(PermStore store, DateTimeOffset? moment, Action<PermStore> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Attempt(store, present =>
        {
            PermStore read = Then(present, moment);
            using (read.CancelWith(_stop.Token))
            {
                work(read);
            }

            if (!ReferenceEquals(read, present))
            {
                StoreWarnings.Write(this, read);
            }
        });
    }

    /// <summary>The store as of a past moment, or the store itself.</summary>
    /// <exception cref="PermException">The trail does not tell the state of then.</exception>
    protected internal PermStore Then(PermStore store, DateTimeOffset? moment)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (moment is not { } time)
        {
            return store;
        }

        if (!_past.TryGetValue(store, out PermStore? past))
        {
            past = store.AsOf(time);
            _past.Add(store, past);
        }

        return past;
    }

    /// <summary>Runs work that needs no store: a refusal becomes a non-terminating error.</summary>
    protected internal void Refusable(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            work();
        }
        catch (PermException error)
        {
            WriteError(error);
        }
    }

    /// <summary>Asks before a change; ends the cmdlet where nobody can answer.</summary>
    protected internal new bool ShouldProcess(string? target, string? action)
    {
        try
        {
            return Confirmation.Ask(base.ShouldProcess, target, action);
        }
        catch (PermConflictException error)
        {
            ThrowTerminatingError(Record(error));
            throw;
        }
    }

    /// <summary>
    /// Runs a change that is asked about first. With -WhatIf it is run and undone, so that what is said is what would happen:
    /// refusals are reported and the seats it would move are named.
    /// </summary>
    /// <param name="target">What is changed.</param>
    /// <param name="action">What is done to it.</param>
    /// <param name="change">The change.</param>
    /// <param name="written">Writes what the change results in; also with -WhatIf, so that pipelines go on.</param>
    protected internal void Change<T>(string target, string action, Func<PermStore, T> change, Action<T>? written = null) =>
        Change(Opened, target, action, change, written);

    /// <summary>Runs a change of one store that is asked about first, as the other overload does for the store in use.</summary>
    protected internal void Change<T>(PermStore store, string target, string action, Func<PermStore, T> change, Action<T>? written = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(change);
        if (IsWhatIf)
        {
            Attempt(store, _ =>
            {
                IReadOnlyList<SeatUsage> before = store.Seats.GetUsageIfPermitted();
                (T result, IReadOnlyList<SeatUsage> after) = store.Preview(() => (change(store), store.Seats.GetUsageIfPermitted()));
                ShouldProcess(target, action + SeatChange.Describe(before, after, result));
                written?.Invoke(result);
            });
        }
        else if (ShouldProcess(target, action))
        {
            Attempt(store, _ =>
            {
                T result = change(store);
                written?.Invoke(result);
            });
        }
    }

    /// <summary>
    /// The store that an item is about: the one it was read from, or the one in use where it is only a name. Null after the refusal of an item whose
    /// store is not open, or is another than the one named, and of items that come from several stores.
    /// </summary>
    /// <param name="item">What the cmdlet acts on.</param>
    /// <param name="others">What it needs for that, from the same store.</param>
    internal PermStore? StoreOf(IFromStore? item, params ReadOnlySpan<IFromStore?> others)
    {
        try
        {
            PermStore store = item?.Origin is { } origin ? StoreAt(origin, item) : Opened;
            foreach (IFromStore? other in others)
            {
                if (other?.Origin is { } another && !store.IsOrigin(another))
                {
                    throw OtherStore(other, another, $"this is about the store '{store.Location}'. Read it from there, or give its name");
                }
            }

            return store;
        }
        catch (PermException error)
        {
            WriteError(error);
            return null;
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>The path as the file system knows it, relative to the current location of PowerShell; as it is where it is too long for one, which the core refuses.</summary>
    protected string ResolvePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length <= MaxPath ? GetUnresolvedProviderPathFromPSPath(path) : path;
    }

    /// <summary>Writes a file as PowerShell itself would list it, so that Get-Content and the like take it from the pipeline.</summary>
    protected void WriteFile(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        WriteObject(InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true), enumerateCollection: true);
    }

    /// <summary>The files a path with wildcards stands for; a path without any stands for itself, whether it exists or not.</summary>
    protected IEnumerable<string> ResolveFiles(string path) =>
        path.Length <= MaxPath && WildcardPattern.ContainsWildcardCharacters(path) && !File.Exists(ResolvePath(path)) ? GetResolvedProviderPathFromPSPath(path, out _) : [ResolvePath(path)];

    /// <summary>Runs work whose refusal leaves nothing to go on with: it ends the cmdlet.</summary>
    protected T Terminating<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return work();
        }
        catch (PermException error)
        {
            ThrowTerminatingError(Record(error));
            throw;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>True if the parameter was bound, also to an empty value.</summary>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>The text, or null if it is blank: cells of a file that are left empty.</summary>
    private protected static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Lets go of what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (PermStore past in _past.Values)
            {
                past.Dispose();
            }

            _past.Clear();
            _stop.Dispose();
        }
    }

    /// <summary>The error record of a refusal, for the first ones with the name that was probably meant: in a file of strangers looking for each would take longer than the rest.</summary>
    private ErrorRecord Record(PermException error) =>
        ErrorRecords.From(error, MyInvocation.MyCommand, _suggestions++ < MaxSuggestions ? MeantNames.Find(error, _asked) : null);

    private bool IsSet(string parameter, string variable)
    {
        object? value = MyInvocation.BoundParameters.TryGetValue(parameter, out object? given) ? given : SessionState.PSVariable.GetValue(variable);
        return LanguagePrimitives.IsTrue(value);
    }

    private static PermNotFoundException NotConnected() =>
        new(ErrorId.StoreNotConnected, "No store is connected.", target: null);

    private PermStore Open()
    {
        RunspaceStores stores = RunspaceStores.Current;
        return Named ?? Terminating(() => stores.Find(ResolvePath) ?? throw NotConnected());
    }

    private PermStore? Named => Store switch
    {
        null => null,
        { Store: { } store } => Terminating(() => RunspaceStores.Current.Own(store)),
        _ => Terminating(() => RunspaceStores.Current.At(ResolvePath(Store.Path!))),
    };

    private PermStore StoreAt(StoreOrigin origin, object item)
    {
        if (ReferenceEquals(origin, _lastOrigin))
        {
            return _lastStore!;
        }

        RunspaceStores stores = RunspaceStores.Current;
        PermStore? store;
        if (Store is not null || stores.Ambient is not null)
        {
            store = Opened.IsOrigin(origin)
                ? Opened
                : throw OtherStore(item, origin, $"{(Store is null ? "the transaction is on" : "-Store names")} '{Opened.Location}'. Read it from there, or give its name");
        }
        else
        {
            store = stores.Holding(origin)
                ?? throw OtherStore(item, origin, $"that store is not open{(stores.InUse is { } used ? $"; '{used.Location}' is connected" : "")}");
        }

        (_lastOrigin, _lastStore) = (origin, store);
        return store;
    }

    private static PermConflictException OtherStore(object item, StoreOrigin origin, string why) =>
        new(ErrorId.OtherStore, $"'{NameList.Shown(item)}' was read from '{origin.Location}', and {why}.", item);
}
