using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>What the cmdlets share that connect to a store at a place: a file, or a server with an account.</summary>
public abstract class StorePlaceCmdlet : PSCmdlet, IDisposable
{
    /// <summary>The parameters of a store in a file.</summary>
    protected const string FileSet = "File";

    /// <summary>The parameters of a store on a server.</summary>
    protected const string ServerSet = "Server";

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Gets or sets where the store is on a server: a URL postgresql://user@host/database?schema=name, or Host=…;….</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty]
    [PlainText]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? ConnectionString { get; set; }

    /// <summary>Gets or sets the account on the server, with its password.</summary>
    [Parameter(ParameterSetName = ServerSet)]
    [Credential]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public PSCredential? Credential { get; set; }

    /// <summary>Gets or sets who the audit trail names; the account of the operating system unless given.</summary>
    [Parameter]
    [PlainText]
    [ArgumentCompleter(typeof(OpeningActorCompleter))]
    public string? Actor { get; set; }

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Lets go of what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <summary>Where the store is.</summary>
    /// <param name="path">The path that was given, or null.</param>
    /// <exception cref="PermInvalidInputException"><c>InvalidConnectionString</c>: it is a path for one.</exception>
    private protected string PlaceOf(string? path) => ConnectionString is not null
        ? PermStore.RequireConnectionString(ConnectionString)
        : path is null ? PermStore.DefaultPath : PermStore.IsConnectionString(path) ? path : GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>Writes the store that is connected then; a refusal ends the cmdlet.</summary>
    /// <param name="connect">Connects to it, or returns null where that is not agreed to.</param>
    private protected void Connect(Func<PermStore?> connect)
    {
        try
        {
            if (connect() is { } store)
            {
                StoreWarnings.Write(this, store);
                WriteObject(new Output.PermStore(store));
            }
        }
        catch (PermException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, MyInvocation.MyCommand));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
