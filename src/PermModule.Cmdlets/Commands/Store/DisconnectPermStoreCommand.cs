using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Closes the connected store; does nothing where there is none.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "PermStore")]
[OutputType(typeof(void))]
public sealed class DisconnectPermStoreCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => RunspaceStores.Current.Disconnect();
}
