using System.Management.Automation;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>Closes the connected store; does nothing where there is none.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "PermStore")]
[OutputType(typeof(void))]
public sealed class DisconnectPermStoreCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            RunspaceStores.Current.RefuseInTransaction();
            RunspaceStores.Current.Disconnect();
        }
        catch (PermException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, MyInvocation.MyCommand));
        }
    }
}
