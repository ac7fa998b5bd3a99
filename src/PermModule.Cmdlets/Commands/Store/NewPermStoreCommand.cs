using System.Management.Automation;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Creates a store and connects to it.</summary>
[Cmdlet(VerbsCommon.New, "PermStore", SupportsShouldProcess = true)]
[OutputType(typeof(PermStore))]
public sealed class NewPermStoreCommand : PSCmdlet
{
    /// <summary>Gets or sets where; under the local application data folder unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FilePath")]
    public string? Path { get; set; }

    /// <summary>Gets or sets whether a store that is there is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gets or sets who the audit trail names; the account of the operating system unless given.</summary>
    [Parameter]
    public string? Actor { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = Path is null ? PermStore.DefaultPath : GetUnresolvedProviderPathFromPSPath(Path);
        if (!ShouldProcess(path, Force && File.Exists(path) ? "Replace the permission store" : "Create permission store"))
        {
            return;
        }

        try
        {
            RunspaceStores stores = RunspaceStores.Current;
            WriteObject(stores.Connect(() =>
            {
                if (Force)
                {
                    stores.CloseAt(path);
                }

                return PermStore.Create(path, new PermStoreOptions { Actor = Actor }, Force);
            }));
        }
        catch (PermException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, MyInvocation.MyCommand));
        }
    }
}
