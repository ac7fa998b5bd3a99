using System.Management.Automation;
using System.Runtime.CompilerServices;
using PermModule.Binding;
using PermModule.Completion;
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
    private readonly PastStores _past = new();
    private readonly StoreChoice _choice;
    private PermStore? _opened;
    private PermStore? _asked;
    private int _suggestions;
    private Func<string>? _sayWhenStopped;
    private bool _isDisposed;

    /// <summary>Starts with no store in use.</summary>
    protected PermCmdlet() => _choice = new StoreChoice(this);

    /// <summary>Gets or sets the store, by path, by connection string or as an object; the one that piped objects come from unless given, or else the connected one.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public StoreIdentity? Store { get; set; }

    /// <summary>The store in use.</summary>
    protected internal PermStore Opened => _opened ??= Terminating(_choice.Open);

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

    /// <summary>The path or connection string of the store in use, which need not be readable.</summary>
    protected string StorePath => _choice.Place;

    /// <summary>The store by which a line that is recommended has to name the one in use, or null where cmdlets use it unless told otherwise.</summary>
    private protected string? PlaceToName => Store is null ? null : RunspaceStores.Current.PlaceUnlessInUse(Opened);

    /// <summary>Called when the cmdlet is let go of, after what it runs was told to stop.</summary>
    internal Action? Abandoned { get; set; }

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected internal CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gets or sets what a refusal of several records at once is about, which it does not name; null where the refusal names its item.</summary>
    internal string? RefusedTogether { get; set; }

    /// <summary>Sets what is said to people if the work is stopped or refused from now on; null says nothing.</summary>
    internal void SayWhenStopped(Func<string>? text) => _sayWhenStopped = text;

    /// <summary>Says how far the work was that is refused, where any was done.</summary>
    internal void SayIfStopped()
    {
        if (_sayWhenStopped is { } text)
        {
            WriteWarning(text());
        }
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

    /// <summary>Starts work on a store beside the pipeline, which a stop stops; its refusals and warnings are for who asks for its result.</summary>
    internal Task<T> RunBeside<T>(PermStore store, Func<T> work)
    {
        Guid correlation = RunspaceStores.Current.Correlation ?? _correlation;
        return store.RunBeside(() =>
        {
            using (store.CancelWith(_stop.Token))
            using (store.Correlate(correlation))
            {
                return work();
            }
        });
    }

    /// <summary>Runs work that reads a store, now or as of a past moment. The past is worked out once for all records of the pipeline.</summary>
    /// <param name="store">The store.</param>
    /// <param name="moment">The moment, or null for now.</param>
    /// <param name="work">The work.</param>
    /// <param name="direct">Does the work for one user, for whom the whole past need not be worked out, and returns false where it has to be; or null.</param>
    protected internal void AttemptAsOf(PermStore store, DateTimeOffset? moment, Action<PermStore> work, Func<PermStore, DateTimeOffset, bool>? direct = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        Attempt(store, present =>
        {
            if (moment is { } time && direct is not null && !MyInvocation.ExpectingInput && direct(present, time))
            {
                return;
            }

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
        return moment is { } time ? _past.Of(store, time, this) : store;
    }

    /// <summary>Works out a store as of a past moment, and shows how far that is. Who opens it disposes of it.</summary>
    /// <exception cref="PermException">The trail does not tell the state of then.</exception>
    internal PermStore OpenPast(PermStore store, DateTimeOffset moment)
    {
        Progress progress = new(this, "Working out the past", "Nothing was changed.");
        try
        {
            PermStore past = store.AsOf(moment, progress.Show);
            progress.Complete();
            return past;
        }
        catch (PermException)
        {
            progress.Complete();
            throw;
        }
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

    /// <summary>True after the refusal of what is not there, so that nobody is asked about it first. Looks only where somebody would be asked.</summary>
    /// <param name="store">The store.</param>
    /// <param name="find">Finds what is to be removed.</param>
    internal bool IsMissing(PermStore store, Action<PermStore> find)
    {
        bool asks = MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm)
            ? LanguagePrimitives.IsTrue(confirm)
            : SessionState.PSVariable.GetValue("ConfirmPreference") is not ConfirmImpact.None;
        if (IsWhatIf || !asks)
        {
            return false;
        }

        try
        {
            find(store);
        }
        catch (PermNotFoundException error)
        {
            _asked = store;
            WriteError(error);
            return true;
        }
        catch (PermException)
        {
            // Whatever else is refused, the change itself refuses.
        }

        return false;
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
    /// <param name="store">The store that is changed.</param>
    /// <param name="target">What is changed.</param>
    /// <param name="action">What is done to it.</param>
    /// <param name="change">The change.</param>
    /// <param name="written">Writes what the change results in; also with -WhatIf.</param>
    /// <param name="tried">What -WhatIf says behind the action, known once the change was tried.</param>
    protected internal void Change<T>(PermStore store, string target, string action, Func<PermStore, T> change, Action<T>? written = null, Func<T, string>? tried = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(change);
        if (IsWhatIf)
        {
            Attempt(store, _ =>
            {
                IReadOnlyList<SeatUsage> before = store.Seats.GetUsageIfPermitted();
                (T result, IReadOnlyList<SeatUsage> after) = store.Preview(() => (change(store), store.Seats.GetUsageIfPermitted()), out bool isChanged);
                ShouldProcess(target, action + tried?.Invoke(result) + (isChanged ? SeatChange.Describe(before, after, result) : SeatChange.Nothing));
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
            return _choice.Of(item, others);
        }
        catch (PermException error)
        {
            WriteError(error);
            return null;
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>The path as the file system knows it, relative to the current location of PowerShell; as it is where it is too long for one, which the core refuses. The connection string of a server ends the cmdlet.</summary>
    protected internal string ResolvePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = Terminating(() => PermStore.RequirePath(path));
        return path.Length <= MaxPath ? GetUnresolvedProviderPathFromPSPath(path) : path;
    }

    /// <summary>Writes a file as PowerShell itself would list it, so that Get-Content and the like take it from the pipeline.</summary>
    protected void WriteFile(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        WriteObject(InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true), enumerateCollection: true);
    }

    /// <summary>The files a path with wildcards stands for; a path without any, or that fits none, stands for itself, whether it exists or not.</summary>
    protected IEnumerable<string> ResolveFiles(string path) =>
        path.Length <= MaxPath && WildcardPattern.ContainsWildcardCharacters(path) && !File.Exists(ResolvePath(path)) && GetResolvedProviderPathFromPSPath(path, out _) is { Count: > 0 } files ? files : [ResolvePath(path)];

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
            SayIfStopped();
            ThrowTerminatingError(Record(error));
            throw;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>True if the parameter was bound, also to an empty value. One that records bind has a setter with <see cref="SetAnew"/>: an earlier record would count else.</summary>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>
    /// The value, after the parameter was taken for one that is not given. Between records PowerShell sets a parameter back through its setter
    /// and leaves its name among those that are bound; where it binds a value, it adds the name when the setter is done.
    /// </summary>
    private protected T SetAnew<T>(T value, [CallerMemberName] string parameter = "")
    {
        MyInvocation.BoundParameters.Remove(parameter);
        return value;
    }

    /// <summary>Warns of the columns of a record that nothing takes.</summary>
    private protected void WarnOfUnused(PipedColumns columns, PSObject? record, params ReadOnlySpan<Type> kinds)
    {
        if (columns.WarningOf(record, kinds) is { } warning)
        {
            WriteWarning(warning);
        }
    }

    /// <summary>Warns as well of a last cell that would clear something if it were not missing.</summary>
    private protected void WarnOfColumns(PipedColumns columns, PSObject? record, Type kind)
    {
        WarnOfUnused(columns, record, kind);
        if (columns.WarningOfLast(record) is { } warning)
        {
            WriteWarning(warning);
        }
    }

    /// <summary>The text, or null if it is blank: cells of a file that are left empty.</summary>
    private protected static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Lets go of what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            bool isStopped = _stop.IsCancellationRequested;
            _stop.Cancel();
            Abandoned?.Invoke();

            // A stopped pipeline takes no more output, and the host still shows what is told to it.
            if (isStopped && _sayWhenStopped is { } text)
            {
                Host?.UI?.WriteWarningLine(text());
            }

            _past.Dispose();
            _choice.Dispose();
            _stop.Dispose();
        }
    }

    /// <summary>The error record of a refusal, for the first ones with a hint at the name that was probably meant: in a file of strangers looking for each would take longer than the rest.</summary>
    private protected ErrorRecord Record(PermException error) =>
        ErrorRecords.From(error, MyInvocation.MyCommand, RefusedTogether ?? (_suggestions++ < MaxSuggestions ? MeantNames.Hint(error, _asked) : null));

    private bool IsSet(string parameter, string variable)
    {
        object? value = MyInvocation.BoundParameters.TryGetValue(parameter, out object? given) ? given : SessionState.PSVariable.GetValue(variable);
        return LanguagePrimitives.IsTrue(value);
    }
}
