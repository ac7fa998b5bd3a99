using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Opens a store and makes it the one that cmdlets of this runspace use.</summary>
[Cmdlet(VerbsCommunications.Connect, "PermStore")]
[OutputType(typeof(PermStore))]
public sealed class ConnectPermStoreCommand : PSCmdlet
{
    /// <summary>Gets or sets the path; the default path unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FilePath")]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public string? Path { get; set; }

    /// <summary>Gets or sets the actor that the audit trail records. Default: the account of the operating system.</summary>
    [Parameter]
    [PlainText]
    public string? Actor { get; set; }

    /// <summary>Gets or sets the user in whose name the store is used: their rights are enforced and the trail names them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ActingUserCompleter))]
    [PlainText]
    public string? As { get; set; }

    /// <summary>Gets or sets whether every change is refused.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = Path is null ? PermStore.DefaultPath : GetUnresolvedProviderPathFromPSPath(Path);
        try
        {
            PermStore store = RunspaceStores.Current.Connect(() => PermStore.Open(path, new PermStoreOptions { Actor = Actor, ActingUser = As, IsReadOnly = ReadOnly }));
            StoreWarnings.Write(this, store);
            WriteObject(store);
        }
        catch (PermException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, MyInvocation.MyCommand));
        }
    }
}
