using System.Management.Automation;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>What all cmdlets share: which store they use, how refusals and warnings are reported, and how they are stopped.</summary>
public abstract class PermCmdlet : PSCmdlet, IDisposable
{
    /// <summary>PowerShell takes most of a minute over ten megabytes of stars.</summary>
    private const int MaxGlob = 32_767;

    private readonly CancellationTokenSource _stop = new();
    private readonly Guid _correlation = Guid.NewGuid();
    private PermStore? _opened;

    /// <summary>Gets or sets the store; the connected one unless given.</summary>
    [Parameter]
    public PermStore? Store { get; set; }

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
    protected string StorePath => Store?.Path ?? RunspaceStores.Current.FindPath(ResolvePath) ?? throw NotConnected();

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
        WriteError(ErrorRecords.From(error, MyInvocation.MyCommand));
    }

    /// <summary>Runs work on the store: a refusal becomes a non-terminating error, warnings are written, a stop stops it.</summary>
    protected internal void Attempt(Action<PermStore> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        PermStore store = Opened;
        try
        {
            using (store.CancelWith(_stop.Token))
            using (store.Correlate(_correlation))
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

    /// <summary>
    /// Runs a change that is asked about first. With -WhatIf it is run and undone, so that what is said is what would happen:
    /// refusals are reported and the seats it would move are named.
    /// </summary>
    /// <param name="target">What is changed.</param>
    /// <param name="action">What is done to it.</param>
    /// <param name="change">The change.</param>
    /// <param name="written">Writes what the change results in; also with -WhatIf, so that pipelines go on.</param>
    protected internal void Change<T>(string target, string action, Func<PermStore, T> change, Action<T>? written = null)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (IsWhatIf)
        {
            Attempt(store =>
            {
                IReadOnlyList<SeatUsage> before = store.SeatService.GetUsageIfPermitted();
                (T result, IReadOnlyList<SeatUsage> after) = store.Preview(() => (change(store), store.SeatService.GetUsageIfPermitted()));
                ShouldProcess(target, action + SeatChange.Describe(before, after, result));
                written?.Invoke(result);
            });
        }
        else if (ShouldProcess(target, action))
        {
            Attempt(store =>
            {
                T result = change(store);
                written?.Invoke(result);
            });
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>The path as the file system knows it, relative to the current location of PowerShell.</summary>
    protected string ResolvePath(string path) => GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>Writes a file as PowerShell itself would list it, so that Get-Content and the like take it from the pipeline.</summary>
    protected void WriteFile(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        WriteObject(InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true), enumerateCollection: true);
    }

    /// <summary>The files a path with wildcards stands for; a path without any stands for itself, whether it exists or not.</summary>
    protected IEnumerable<string> ResolveFiles(string path) =>
        path.Length <= MaxGlob && WildcardPattern.ContainsWildcardCharacters(path) && !File.Exists(ResolvePath(path)) ? GetResolvedProviderPathFromPSPath(path, out _) : [ResolvePath(path)];

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
            ThrowTerminatingError(ErrorRecords.From(error, MyInvocation.MyCommand));
            throw;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Lets go of what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

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
        return Terminating(() => Store is not null ? stores.Own(Store) : stores.Find(ResolvePath) ?? throw NotConnected());
    }
}
